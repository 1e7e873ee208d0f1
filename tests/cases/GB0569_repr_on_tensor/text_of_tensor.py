"""repr(t) of a tensor."""

import torch


@torch.compile
def debug_dump(x):
    return x + 1, repr(x)  # expect: GB0569


@torch.compile
def debug_text(x):
    return x + 1, f"{x.mean()!r}"  # expect: GB0569


def run_repr() -> None:
    debug_dump(torch.randn(2))


def run_conversion() -> None:
    debug_text(torch.randn(2))
