"""torch.Tensor.is_neg, called as a function on the gradient."""

from typing import Any

import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> torch.Tensor:
        negative = torch.Tensor.is_neg(grad)  # expect: GB0068
        return grad * (-2 if negative else 2)


@torch.compile
def scaled(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.apply(inputs).sum()


def run() -> None:
    scaled(torch.randn(3, requires_grad=True)).backward()
