"""Cooperative classes that ask super() whether there is a next method."""

import torch
from torch import nn


class Base(nn.Module):
    def penalty(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs.sum() * 0.1


class Penalised(Base):
    def penalty(self, inputs: torch.Tensor) -> torch.Tensor:
        total = inputs.square().sum()
        if hasattr(super(), "penalty"):  # expect: GB0150
            total = total + super().penalty(inputs)
        return total


class Net(Penalised):
    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        scale = getattr(super(), "scale", 2.0)  # expect: GB0150
        return inputs * scale + self.penalty(inputs)


net = torch.compile(Net())


def run() -> None:
    net(torch.randn(4))
