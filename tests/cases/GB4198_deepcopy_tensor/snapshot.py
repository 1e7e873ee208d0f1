"""Snapshots by copy.deepcopy: of a tensor it breaks, of a list of sizes it does not."""

import copy

import torch
from torch import nn


def snapshot(hidden: torch.Tensor) -> torch.Tensor:
    return copy.deepcopy(hidden)  # expect: GB4198


class Recorder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)
        self.sizes = [4, 4]

    def forward(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        sizes = copy.deepcopy(self.sizes)
        hidden = self.layer(inputs)
        return hidden.reshape(-1, sizes[-1]), snapshot(inputs)


recorder = torch.compile(Recorder())


def run() -> None:
    recorder(torch.randn(2, 4))
