"""A hook on a tensor that asks the gradient for its strides."""

import torch


def contiguous(grad: torch.Tensor) -> torch.Tensor:
    if not grad.is_contiguous():
        return grad.contiguous()
    return grad


@torch.compile
def hooked(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    hidden.register_hook(contiguous)  # expect: GB7444
    return hidden.sum()


@torch.compile(fullgraph=True)
def unasked(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    hidden.register_hook(lambda grad: grad.contiguous().clamp(-1, 1))
    return hidden.sum()


def run() -> None:
    hooked(torch.randn(3, requires_grad=True)).backward()
    unasked(torch.randn(3, requires_grad=True)).backward()
