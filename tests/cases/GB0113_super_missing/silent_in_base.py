"""Methods and class attributes of a base, and of a mixin's sibling, are found."""

import torch
from torch import nn


class Base(nn.Module):
    factor = 3

    def scale(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2


class Mixin:
    def scale(self, inputs: torch.Tensor) -> torch.Tensor:
        return super().scale(inputs) + 1  # type: ignore[misc]


class Net(Mixin, Base):
    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return super().scale(inputs) * super().factor


net = torch.compile(Net(), fullgraph=True)


def run() -> None:
    net(torch.randn(4))
