"""Hooks registered before the region is called are inlined into it."""

import torch
from torch import nn


class Doubled(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 3)
        self.layer.register_forward_hook(self.double)

    def double(self, module: nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> torch.Tensor:
        return output * 2

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.layer(inputs).relu()


doubled = torch.compile(Doubled(), fullgraph=True)


def run() -> None:
    doubled(torch.randn(2, 3))
