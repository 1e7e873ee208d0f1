"""Builds heads by name."""
from __future__ import annotations

import torch
from torch import nn


class CosineHead(nn.Module):
    def __init__(self, dim: int, classes: int):
        super().__init__()  # expect: GB0119
        self.weight = nn.Parameter(torch.randn(classes, dim))  # expect: GB0264

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return nn.functional.normalize(x, dim=-1) @ nn.functional.normalize(self.weight, dim=-1).T


def make_head(kind: str, dim: int, classes: int) -> nn.Module:
    if kind == "cosine":
        return CosineHead(dim, classes)
    if kind == "identity":
        return nn.Identity()
    return nn.Linear(dim, classes)  # expect: GB0264
