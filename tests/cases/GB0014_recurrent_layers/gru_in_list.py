"""GRU layers in a ModuleList, and a global nn.RNN, with fullgraph=True."""

import torch
from torch import nn


class StackedEncoder(nn.Module):
    def __init__(self, width: int, depth: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.GRU(width, width) for _ in range(depth))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        for layer in self.layers:
            inputs = layer(inputs)[0]  # expect: GB0014
        return inputs


encoder = StackedEncoder(4, 2)
encoder.compile(fullgraph=True)
rnn = nn.RNN(3, 3)


@torch.compile(fullgraph=True)
def last_state(inputs: torch.Tensor) -> torch.Tensor:
    return rnn(inputs)[1]  # expect: GB0014


def run_encoder() -> None:
    encoder(torch.randn(3, 1, 4))


def run_last_state() -> None:
    last_state(torch.randn(2, 3))
