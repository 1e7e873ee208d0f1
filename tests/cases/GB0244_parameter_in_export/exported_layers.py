"""A layer that makes its scale in forward, and one that makes it where it belongs, both exported strictly."""

import torch
from torch import nn


class Late(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scale = nn.Parameter(torch.ones(3))  # expect: GB0244
        return x * scale


class Early(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.scale


def run() -> None:
    torch.export.export(Early(), (torch.randn(3),), strict=True)
    torch.export.export(Late(), (torch.randn(3),), strict=True)
