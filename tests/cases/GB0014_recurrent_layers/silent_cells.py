"""GRUCell and LSTMCell, stepped by hand, are traced; so are whole layers with allow_rnn set."""

import torch
import torch._dynamo
from torch import nn


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(3, 3)
        self.memory = nn.LSTMCell(3, 3)

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        hidden = torch.zeros_like(frames[0])
        state = (hidden, hidden)
        for frame in frames:
            hidden = self.cell(frame, hidden)
            state = self.memory(hidden, state)
        return state[0]


decoder = torch.compile(Decoder(), fullgraph=True)
lstm = nn.LSTM(3, 3)


@torch.compile(fullgraph=True)
def encode(frames: torch.Tensor) -> torch.Tensor:
    return lstm(frames)[0]


def run_cells() -> None:
    decoder(torch.randn(2, 4, 3))


def run_allowed() -> None:
    with torch._dynamo.config.patch(allow_rnn=True):
        encode(torch.randn(2, 4, 3))
