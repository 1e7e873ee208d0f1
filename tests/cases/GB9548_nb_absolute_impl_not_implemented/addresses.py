"""abs(obj) of a whole number that Dynamo has in name only."""

import torch


@torch.compile
def absolute(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, abs(inputs.data_ptr())  # expect: GB9548


def run_absolute() -> None:
    absolute(torch.randn(4))
