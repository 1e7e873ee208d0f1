"""A product with a whole number that Dynamo does not have."""

import torch


@torch.compile
def scaled(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, inputs.data_ptr() * 8  # expect: GB3006


def run_scaled() -> None:
    scaled(torch.randn(4))
