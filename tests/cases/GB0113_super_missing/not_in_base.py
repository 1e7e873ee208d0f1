"""An attribute set on self, and a method that no base has, looked for through super()."""

import torch
from torch import nn


class Base(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.scale = 2.0

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * self.scale


class Scaled(Base):
    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return super().forward(inputs) * super().scale  # expect: GB0113


scaled = torch.compile(Scaled())


def run() -> None:
    try:
        scaled(torch.randn(4))
    except AttributeError:
        pass
