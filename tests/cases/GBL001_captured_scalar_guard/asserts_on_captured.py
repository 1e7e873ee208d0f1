"""An assert on a captured number guards on it; torch._check and an assert on a tensor go into the graph."""

import torch


@torch.compile(fullgraph=True)
def crop(x, lengths):
    n = lengths.max().item()
    assert n <= 4, f"too long: {n}"  # expect: GBL001
    return x * n


@torch.compile(fullgraph=True)
def crop_checked(x, lengths):
    n = lengths.max().item()
    torch._check(n <= 4)
    assert lengths.max() <= 4, "too long"
    return x * n


def run_assert() -> None:
    crop(torch.randn(4), torch.tensor([2, 3]))


def run_check() -> None:
    crop_checked(torch.randn(4), torch.tensor([2, 3]))
