"""A projection layer built within the region: the break is inside torch, the user's line is the constructor call."""

import torch
from torch import nn


@torch.compile
def match_width(features: torch.Tensor, width: int) -> torch.Tensor:
    if features.shape[-1] != width:
        features = nn.Linear(features.shape[-1], width)(features)  # expect: GB0264
    return nn.LayerNorm(width)(features)  # expect: GB0264


def run() -> None:
    match_width(torch.randn(2, 4), 6)
