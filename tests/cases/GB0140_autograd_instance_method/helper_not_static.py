"""A helper in a torch.autograd.Function without @staticmethod, called from the compiled code."""

from typing import Any

import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        return gradient * 2

    def helper(inputs: torch.Tensor) -> torch.Tensor:
        return inputs + 1

    @staticmethod
    def static_helper(inputs: torch.Tensor) -> torch.Tensor:
        return inputs + 1


@torch.compile
def step(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.helper(inputs) * 2  # expect: GB0140


@torch.compile(fullgraph=True)
def static_step(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.apply(Scale.static_helper(inputs))


def run_step() -> None:
    step(torch.randn(4))


def run_static_step() -> None:
    static_step(torch.randn(4, requires_grad=True))
