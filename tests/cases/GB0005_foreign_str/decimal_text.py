"""The text of a Decimal, whose __str__ is written in C."""

import decimal

import torch

RATE = decimal.Decimal("0.25")


@torch.compile
def labelled(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = str(RATE)  # expect: GB0005
    return inputs * 2, label


@torch.compile
def converted(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    return inputs * 2, f"rate {RATE!s}"  # expect: GB0005


def run_labelled() -> None:
    labelled(torch.randn(4))


def run_converted() -> None:
    converted(torch.randn(4))
