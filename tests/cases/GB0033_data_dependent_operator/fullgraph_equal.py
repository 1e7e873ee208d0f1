"""torch.equal and torch.allclose raise under fullgraph with their id: there is nothing to capture."""

import torch


@torch.compile(fullgraph=True)
def reuse_if_same(x1, x2):
    if x1.size() == x2.size() and torch.equal(x1, x2):  # expect: GB0033
        return x1 @ x1.T
    return x1 @ x2.T


@torch.compile(fullgraph=True)
def stable(old, new):
    return new + 1, torch.allclose(old, new)  # expect: GB0033


@torch.compile(fullgraph=True)
def same_shape(x1, x2):
    return x1 + x2 if x1.shape == x2.shape else x1.sum() + x2.sum()


def run_equal() -> None:
    reuse_if_same(torch.randn(2, 3), torch.randn(2, 3))


def run_allclose() -> None:
    stable(torch.randn(2), torch.randn(2))


def run_shape() -> None:
    same_shape(torch.randn(2), torch.randn(2))
