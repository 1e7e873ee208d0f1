"""The backward of an autograd function, and a tensor's hook, ask for the gradient's layout."""

from typing import Any

import torch


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> torch.Tensor:
        if grad.layout == torch.strided:  # expect: GB0102
            return grad * 2
        return grad.to_dense() * 2


def resolved(grad: torch.Tensor) -> torch.Tensor:
    if grad.is_conj():  # expect: GB0102
        return grad.resolve_conj()
    return grad


@torch.compile
def scaled(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.apply(inputs).sum()


@torch.compile
def hooked(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 3
    hidden.register_hook(resolved)
    return hidden.sum()


def run_scaled() -> None:
    scaled(torch.randn(3, requires_grad=True)).backward()


def run_hooked() -> None:
    hooked(torch.randn(3, requires_grad=True)).backward()
