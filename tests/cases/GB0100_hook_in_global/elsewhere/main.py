"""The compiled function lives in another module than the global."""

import torch

from .hooks import watch


@torch.compile
def loss(inputs: torch.Tensor) -> torch.Tensor:
    return watch(inputs * 2).sum()


def run() -> None:
    loss(torch.randn(4, requires_grad=True))
