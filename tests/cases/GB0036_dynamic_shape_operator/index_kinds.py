"""What an index is made of decides: integers, slices and index tensors keep sizes known, boolean tensors do not."""

import torch


@torch.compile
def clean_indices(x, index, rows):
    first, rest = x[0], x[1:, ..., None]
    picked = x[index] + x[index, 0:1] + x[[0, 1, 0]]
    return first, rest, picked, x[torch.arange(2), rows[:2]], x[:, torch.tensor([1, 0])]


@torch.compile
def by_mask_and_slice(x, keep):
    return x[:, keep]  # expect: GB0036


@torch.compile
def by_uint8(x, keep):
    return x[keep.bool()]  # expect: GB0036


@torch.compile
def by_negation(x, drop):
    return x[~drop].sum(), x[torch.logical_not(drop)]  # expect: GB0036


def run_clean() -> None:
    clean_indices(torch.randn(3, 3), torch.tensor([0, 2, 1]), torch.tensor([0, 1, 2]))


def run_slice() -> None:
    by_mask_and_slice(torch.randn(2, 3), torch.tensor([True, False, True]))


def run_bool() -> None:
    by_uint8(torch.randn(3), torch.tensor([1, 0, 1]))


def run_negation() -> None:
    by_negation(torch.randn(3), torch.tensor([True, False, True]))
