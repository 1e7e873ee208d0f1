"""A layer built on first use in forward and kept: the construction breaks, the hasattr test before it folds."""

import torch
from torch import nn


class Adapter(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.project: nn.Module | None = None

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        if self.project is None:
            self.project = nn.Sequential(
                nn.Linear(features.shape[-1], self.width),  # expect: GB0264
                nn.ReLU(),
            )
        return self.project(features)


adapter = torch.compile(Adapter(5))


def run() -> None:
    adapter(torch.randn(2, 3))
