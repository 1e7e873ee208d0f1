"""A method called backward that belongs to the user's class, and one of a custom autograd.Function, do not break."""

import torch
from torch import nn


class ManualLinear:
    def __init__(self) -> None:
        self.weight = torch.randn(3, 2)

    def backward(self, inputs: torch.Tensor, gradient: torch.Tensor) -> torch.Tensor:
        return inputs.T @ gradient

    def step(self, gradient: torch.Tensor, rate: float) -> torch.Tensor:
        return self.weight - rate * gradient

    def zero_grad(self) -> float:
        return 0.0


class Straight(torch.autograd.Function):
    @staticmethod
    def forward(ctx: object, inputs: torch.Tensor) -> torch.Tensor:
        return inputs.round()

    @staticmethod
    def backward(ctx: object, gradient: torch.Tensor) -> torch.Tensor:
        return gradient


layer = ManualLinear()


@torch.compile(fullgraph=True)
def update(inputs: torch.Tensor, gradient: torch.Tensor) -> torch.Tensor:
    weight = layer.step(layer.backward(inputs, gradient), rate=0.1)
    return weight + layer.zero_grad()


class Quantized(nn.Module):
    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return Straight.apply(inputs * 4) / 4


quantized = torch.compile(Quantized(), fullgraph=True)


def run_update() -> None:
    update(torch.randn(4, 3), torch.randn(4, 2))


def run_quantized() -> None:
    quantized(torch.randn(3, requires_grad=True))
