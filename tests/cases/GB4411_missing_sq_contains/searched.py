"""needle in haystack where Dynamo has the haystack in name only."""

import torch


@torch.compile
def searched(inputs: torch.Tensor) -> tuple[torch.Tensor, bool]:
    return inputs * 2, "nan" in f"{inputs.mean()}"  # expect: GB4411


def run_searched() -> None:
    searched(torch.randn(4))
