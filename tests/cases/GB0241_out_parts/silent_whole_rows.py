"""Whole rows, an ellipsis and a new axis leave a tensor contiguous."""

import torch


@torch.compile
def largest(inputs: torch.Tensor, values: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    torch.max(inputs, 1, out=(values[:, ...], places[:, ...]))
    return values * 2


@torch.compile
def kept(inputs: torch.Tensor, values: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    torch.max(inputs, 1, keepdim=True, out=(values[:, None], places[:, None]))
    return values * 2


def run() -> None:
    largest(torch.randn(4, 3), torch.randn(4), torch.zeros(4, dtype=torch.long))
    kept(torch.randn(4, 3), torch.randn(4), torch.zeros(4, dtype=torch.long))
