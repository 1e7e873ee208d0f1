"""A text made of a tensor, searched and compared; texts of dtypes and devices are known."""

import torch


@torch.compile
def searched(inputs: torch.Tensor) -> tuple[torch.Tensor, bool]:
    return inputs * 2, "nan" in f"{inputs.mean()}"  # expect: GB4411


@torch.compile
def compared(inputs: torch.Tensor) -> tuple[torch.Tensor, bool]:
    label = f"{inputs.mean():.1f}"
    return inputs * 2, label == "0.0"  # expect: GB9648


@torch.compile(fullgraph=True)
def by_dtype(inputs: torch.Tensor) -> torch.Tensor:
    if "float" in str(inputs.dtype) and f"{inputs.device}" == "cpu":
        return inputs * 2
    return inputs


def run_searched() -> None:
    searched(torch.randn(4))


def run_compared() -> None:
    compared(torch.randn(4))


def run_by_dtype() -> None:
    by_dtype(torch.randn(4))
