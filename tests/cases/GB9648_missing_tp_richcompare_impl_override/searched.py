"""A comparison with an object for which Dynamo has no rule of comparing, above all a text made of a tensor."""

import torch


@torch.compile
def compared(inputs: torch.Tensor) -> tuple[torch.Tensor, bool]:
    label = f"{inputs.mean():.1f}"
    return inputs * 2, label == "0.0"  # expect: GB9648


def run_compared() -> None:
    compared(torch.randn(4))
