"""torch.equal, torch.allclose and torch.is_nonzero return a Python bool made of data."""

import torch


@torch.compile
def kernel(x1, x2):
    same = torch.equal(x1, x2)  # expect: GB0033
    distance = torch.cdist(x1, x2)
    if same:
        distance = distance.fill_diagonal_(0)
    return distance


@torch.compile
def converged(old, new):
    if torch.allclose(old, new, atol=1e-3):  # expect: GB0033
        return old
    return new * 0.9 + old * 0.1


@torch.compile
def maybe(x):
    if torch.is_nonzero(x.sum()):  # expect: GB0033
        return x + 1
    return x


def run_equal() -> None:
    kernel(torch.randn(3, 2), torch.randn(3, 2))


def run_allclose() -> None:
    converged(torch.zeros(3), torch.ones(3))


def run_nonzero() -> None:
    maybe(torch.ones(3))
