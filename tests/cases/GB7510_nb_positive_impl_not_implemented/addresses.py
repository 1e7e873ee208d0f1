"""Unary plus on a whole number that Dynamo does not have."""

import torch


@torch.compile
def unchanged(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, +inputs.data_ptr()  # expect: GB7510


def run_unchanged() -> None:
    unchanged(torch.randn(4))
