"""Questions about a gradient that have an answer: its shape and dtype; in a backward also whether it is contiguous."""

from typing import Any

import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> torch.Tensor:
        if not grad.is_contiguous():
            grad = grad.contiguous()
        return grad * 2


def halved(grad: torch.Tensor) -> torch.Tensor:
    return grad / 2 if grad.shape[0] == 3 and grad.dtype == torch.float32 else grad


@torch.compile(fullgraph=True)
def scaled(inputs: torch.Tensor) -> torch.Tensor:
    hidden = Scale.apply(inputs)
    hidden.register_hook(halved)
    return hidden.sum()


def run() -> None:
    scaled(torch.randn(3, requires_grad=True)).backward()
