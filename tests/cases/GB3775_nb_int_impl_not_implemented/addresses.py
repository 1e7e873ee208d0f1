"""int(obj) where Dynamo has a whole number in name only."""

import torch


@torch.compile
def as_int(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, int(inputs.data_ptr())  # expect: GB3775


def run_as_int() -> None:
    as_int(torch.randn(4))
