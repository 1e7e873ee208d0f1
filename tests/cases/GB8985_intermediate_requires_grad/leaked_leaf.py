"""An intermediate made a leaf by requires_grad_() breaks at that call when a tensor made from it is returned."""

import torch


@torch.compile
def make_leaf(latents: torch.Tensor, scale: float) -> torch.Tensor:
    leaf = (latents * scale).requires_grad_()  # expect: GB8985
    return leaf * 2


def run() -> None:
    make_leaf(torch.randn(3), 0.5)
