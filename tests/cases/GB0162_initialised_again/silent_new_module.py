"""Making a module without parameters inside the region runs its __init__, which is traced."""

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, factor: float) -> None:
        super().__init__()
        self.factor = factor

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * self.factor


@torch.compile(fullgraph=True)
def scaled(inputs: torch.Tensor) -> torch.Tensor:
    return Scale(2.0)(inputs)


def run() -> None:
    scaled(torch.randn(4))
