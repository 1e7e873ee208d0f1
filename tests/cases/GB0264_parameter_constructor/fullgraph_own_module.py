"""A module of one's own built in a helper under fullgraph=True; its __init__ is inlined down to nn.Parameter."""

import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(width))  # expect: GB0264

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden * torch.sigmoid(hidden + self.bias)


def gated(hidden: torch.Tensor) -> torch.Tensor:
    return Gate(hidden.shape[-1])(hidden)


compiled_gated = torch.compile(gated, fullgraph=True)


def run() -> None:
    compiled_gated(torch.randn(2, 4))
