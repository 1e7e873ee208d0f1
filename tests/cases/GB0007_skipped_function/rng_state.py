"""The RNG state read and put back around a stochastic layer, as checkpointing code does."""

import torch
from torch import nn


class Replayed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.dropout = nn.Dropout(0.5)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        state = torch.get_rng_state()  # expect: GB0007
        first = self.dropout(inputs)
        torch.set_rng_state(state)  # expect: GB0007
        return first - self.dropout(inputs)


replayed = torch.compile(Replayed())


def run() -> None:
    replayed(torch.randn(4))
