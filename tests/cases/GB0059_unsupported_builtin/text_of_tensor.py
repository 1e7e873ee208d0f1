"""str() and repr() of a tensor run Python's own code, each with an id of its own; str() of a size or dtype is clean."""

import torch


@torch.compile
def as_text(x):
    return x + 1, str(x)  # expect: GB0059


@torch.compile
def debug_dump(x):
    return x + 1, repr(x)  # expect: GB0569


@torch.compile
def text_of_size(x):
    return x + 1, str(x.shape[0]), str(x.dtype)


@torch.compile
def debug_text(x):
    return x + 1, f"{x.mean()!r}"  # expect: GB0569


def run_str() -> None:
    as_text(torch.randn(2))


def run_repr() -> None:
    debug_dump(torch.randn(2))


def run_conversion() -> None:
    debug_text(torch.randn(2))


def run_size() -> None:
    text_of_size(torch.randn(2))
