"""The leaf is made in a helper of a module and leaks through forward's result."""

import torch
from torch import nn


def as_leaf(hidden: torch.Tensor) -> torch.Tensor:
    return hidden.detach().requires_grad_(True)  # expect: GB8985


class Probe(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = as_leaf(self.layer(inputs))
        return hidden.tanh()


probe = torch.compile(Probe())


def run() -> None:
    probe(torch.randn(2, 4))
