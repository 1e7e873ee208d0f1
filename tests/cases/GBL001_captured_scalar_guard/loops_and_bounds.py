"""Under fullgraph a captured number cannot be guarded on: loops over it, comparisons, list slices, math functions."""

import math

import torch


@torch.compile(fullgraph=True)
def repeat(x, counts):
    for _ in range(int(counts.max())):  # expect: GBL001
        x = x * 0.5
    return x


@torch.compile(fullgraph=True)
def clip(x):
    peak = float(x.abs().max())
    return x / peak if peak > 1.0 else x  # expect: GBL001


@torch.compile(fullgraph=True)
def first_names(x, names):
    count = (x > 0).sum()
    return x * 2, names[:count]  # expect: GBL001


@torch.compile(fullgraph=True)
def noise(x, variance):
    return x + math.sqrt(variance.mean())  # expect: GBL001


@torch.compile(fullgraph=True)
def best(candidates, scores):
    return candidates[scores.argmax()]  # expect: GBL001


def run_range() -> None:
    repeat(torch.randn(2), torch.tensor([1, 2]))


def run_ternary() -> None:
    clip(torch.randn(2))


def run_slice() -> None:
    first_names(torch.randn(3), ["a", "b", "c"])


def run_math() -> None:
    noise(torch.randn(2), torch.rand(2))


def run_index() -> None:
    best(torch.randn(3, 2), torch.randn(3))
