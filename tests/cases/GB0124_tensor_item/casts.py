"""int(), float() and bool() of a tensor read its value, as .item() does."""

import torch


@torch.compile
def sequence_length(mask):
    length = int(mask.sum())  # expect: GB0124
    return torch.zeros(length, 4)


@torch.compile
def normalised(x):
    scale = float(x.abs().max())  # expect: GB0124
    return x / scale


@torch.compile
def finite(x):
    return x * 2, bool(torch.isfinite(x).all())  # expect: GB0124


def run_int() -> None:
    sequence_length(torch.ones(6))


def run_float() -> None:
    normalised(torch.randn(6))


def run_bool() -> None:
    finite(torch.randn(6))
