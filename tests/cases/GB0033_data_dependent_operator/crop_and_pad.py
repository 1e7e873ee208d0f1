"""Sizes for pad, narrow, repeat and select that are tensors; sizes out of shapes are plain numbers."""

import torch
import torch.nn.functional as F


@torch.compile
def pad_to_longest(x, lengths):
    missing = lengths.max() - x.shape[-1]
    return F.pad(x, (0, missing))  # expect: GB0033


@torch.compile
def crop(x, offsets):
    return x.narrow(-1, offsets.min(), 2)  # expect: GB0033


@torch.compile
def tile(x, counts):
    return x.repeat(counts.max(), 1)  # expect: GB0033


@torch.compile
def pad_to_multiple(x, multiple: int = 4):
    missing = -x.shape[-1] % multiple
    return F.pad(x, (0, missing)).narrow(-1, 0, 2).repeat(x.dim(), 1)


def run_pad() -> None:
    pad_to_longest(torch.randn(2, 3), torch.tensor([3, 5]))


def run_crop() -> None:
    crop(torch.randn(2, 3), torch.tensor([0, 1]))


def run_tile() -> None:
    tile(torch.randn(2, 3), torch.tensor([2, 1]))


def run_multiple() -> None:
    pad_to_multiple(torch.randn(2, 3))
