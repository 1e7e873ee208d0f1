"""The text of a tensor, sliced."""

import torch


@torch.compile
def sliced(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = f"{inputs.mean():.4f}"
    return inputs * 2, label[:4]  # expect: GB4880


def run_sliced() -> None:
    sliced(torch.randn(4))
