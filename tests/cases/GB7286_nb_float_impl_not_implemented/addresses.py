"""float(obj) where Dynamo has a number in name only."""

import torch


@torch.compile
def as_float(inputs: torch.Tensor) -> tuple[torch.Tensor, float]:
    return inputs * 2, float(inputs.data_ptr())  # expect: GB7286


def run_as_float() -> None:
    as_float(torch.randn(4))
