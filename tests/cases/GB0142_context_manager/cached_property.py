"""functools.cached_property takes a lock on Python 3.11 and breaks at its first use."""

from functools import cached_property

import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, length: int) -> None:
        super().__init__()
        self.length = length

    @cached_property
    def angles(self) -> torch.Tensor:
        return torch.arange(self.length) / self.length

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden + self.angles[: hidden.shape[0], None]  # expect: GB0142


positions = torch.compile(Positions(8))


def run() -> None:
    positions(torch.randn(3, 2))
