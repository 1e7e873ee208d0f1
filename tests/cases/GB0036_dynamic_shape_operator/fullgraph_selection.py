"""fullgraph=True captures shapes that depend on data: selecting by mask, nonzero and unique are clean there."""

import torch


@torch.compile(fullgraph=True)
def kept(x, mask):
    return x[mask] * 2, mask.nonzero()


@torch.compile(fullgraph=True)
def classes(labels):
    return torch.unique(labels) + 1


@torch.compile(fullgraph=True)
def repeated(x, counts):
    return torch.repeat_interleave(x, counts).sum()


def run_kept() -> None:
    kept(torch.randn(4), torch.tensor([True, False, True, True]))


def run_classes() -> None:
    classes(torch.tensor([1, 2, 2]))


def run_repeated() -> None:
    repeated(torch.randn(2), torch.tensor([1, 2]))
