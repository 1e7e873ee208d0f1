"""MyFunction.apply(x) where the torch.autograd.Function defines a jvp method of its own."""

from typing import Any

import torch


class Forward(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        return gradient * 2

    @staticmethod
    def jvp(ctx: Any, tangent: torch.Tensor) -> torch.Tensor:
        return tangent * 2


@torch.compile
def forward(inputs: torch.Tensor) -> torch.Tensor:
    return Forward.apply(inputs)  # expect: GB0144


def run_forward() -> None:
    forward(torch.randn(4, requires_grad=True))
