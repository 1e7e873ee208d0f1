"""str() of a tensor runs Python's own code; str() of a size or dtype is clean."""

import torch


@torch.compile
def as_text(x):
    return x + 1, str(x)  # expect: GB0059


@torch.compile
def text_of_size(x):
    return x + 1, str(x.shape[0]), str(x.dtype)


def run_str() -> None:
    as_text(torch.randn(2))


def run_size() -> None:
    text_of_size(torch.randn(2))
