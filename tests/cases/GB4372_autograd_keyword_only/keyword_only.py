"""A keyword-only parameter of forward, given at apply; an ordinary parameter given by keyword is fine."""

from typing import Any

import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor, *, factor: float = 1.0) -> torch.Tensor:
        ctx.factor = factor
        return inputs * factor

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        return gradient * ctx.factor


class Ordinary(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor, factor: float) -> torch.Tensor:
        ctx.factor = factor
        return inputs * factor

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return gradient * ctx.factor, None


@torch.compile
def scaled(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.apply(inputs, factor=2.0)  # expect: GB4372


@torch.compile(fullgraph=True)
def ordinary(inputs: torch.Tensor) -> torch.Tensor:
    return Ordinary.apply(inputs, factor=2.0)


@torch.compile(fullgraph=True)
def default(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.apply(inputs)


def run_scaled() -> None:
    try:
        scaled(torch.randn(4))
    except TypeError:
        pass


def run_ordinary() -> None:
    ordinary(torch.randn(4, requires_grad=True))


def run_default() -> None:
    default(torch.randn(4))
