"""Asking a computed tensor for its grad_fn, in a helper."""

import torch
from torch import nn


def is_leaf(tensor: torch.Tensor) -> bool:
    return tensor.grad_fn is None  # expect: GB0104


class Regularized(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = self.layer(inputs)
        return hidden if is_leaf(hidden) else hidden + 0.1


model = torch.compile(Regularized(), fullgraph=True)


def run() -> None:
    model(torch.randn(2, 3))
