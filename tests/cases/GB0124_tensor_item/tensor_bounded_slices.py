"""Slice bounds that are tensors are read as integers, on tensors and on lists."""

import torch


@torch.compile
def without_padding(hidden, mask):
    length = mask.sum()
    return hidden[:length].mean(dim=0)  # expect: GB0124


@torch.compile
def window(signal, start):
    return signal[start : start + 4] * torch.hann_window(4)  # expect: GB0124


LAYER_NAMES = ["stem", "body", "head"]


@torch.compile
def active_names(gates):
    names = LAYER_NAMES[: (gates > 0).sum()]  # expect: GB0124
    return gates * 2, names


def run_length() -> None:
    without_padding(torch.randn(6, 4), torch.tensor([1, 1, 1, 0, 0, 0]))


def run_window() -> None:
    window(torch.randn(16), torch.tensor(3))


def run_names() -> None:
    active_names(torch.tensor([1.0, -1.0, 1.0]))
