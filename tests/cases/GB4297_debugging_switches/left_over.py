"""A call that serves debugging of Dynamo, left in the code."""

import torch


@torch.compile
def skipped(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    torch._dynamo.skip_frame("looking at the values")  # expect: GB4297
    return hidden + 1


def run_skipped() -> None:
    skipped(torch.randn(4))
