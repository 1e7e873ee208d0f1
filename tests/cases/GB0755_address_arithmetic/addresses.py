"""The sign of the address of a tensor's data."""

import torch


@torch.compile
def negated(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, -inputs.data_ptr()  # expect: GB0755


def run_negated() -> None:
    negated(torch.randn(4))
