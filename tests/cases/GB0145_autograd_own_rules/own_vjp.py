"""An autograd function with a vjp of its own."""

from typing import Any

import torch


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2

    @staticmethod
    def vjp(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        return gradient * 2


@torch.compile
def reverse(inputs: torch.Tensor) -> torch.Tensor:
    return Reverse.apply(inputs)  # expect: GB0145


def run_reverse() -> None:
    reverse(torch.randn(4, requires_grad=True))
