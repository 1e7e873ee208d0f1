"""'mean."""

import torch


@torch.compile
def extended(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = "mean "
    label += f"{inputs.mean():.1f}"  # expect: GB3934
    return inputs * 2, label


def run_extended() -> None:
    extended(torch.randn(4))
