"""A branch of torch.cond that writes an attribute of the module; fullgraph=True."""

import torch
from torch import nn


class Adaptive(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 3)
        self.branch = "none"

    def high(self, hidden: torch.Tensor) -> torch.Tensor:
        self.branch = "high"
        return hidden.tanh()

    def low(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden.sin()

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = self.layer(inputs)
        return torch.cond(hidden.sum() > 0, self.high, self.low, (hidden,))  # expect: GB4413


adaptive = torch.compile(Adaptive(), fullgraph=True)


def run() -> None:
    adaptive(torch.randn(2, 3))
