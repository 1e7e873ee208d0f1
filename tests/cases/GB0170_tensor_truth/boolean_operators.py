"""`and`, `or` and `not` ask for the truth of a tensor; bool tensors joined with `&` and `|` do not."""

import torch


@torch.compile
def both_ok(loss, grad_norm):
    ok = torch.isfinite(loss) and torch.isfinite(grad_norm)  # expect: GB0170
    return torch.where(ok, loss, torch.zeros_like(loss))


@torch.compile
def first_nonzero(a, b):
    return (a.sum() or b.sum()) * 2  # expect: GB0170


@torch.compile
def any_missing(x):
    if not torch.isnan(x).any() and x.shape[0] > 1:  # expect: GB0170
        return x * 2
    return x


@torch.compile
def elementwise(loss, grad_norm):
    ok = torch.isfinite(loss) & torch.isfinite(grad_norm) | ~torch.isnan(loss)
    return torch.where(ok, loss, torch.zeros_like(loss))


def run_and() -> None:
    both_ok(torch.tensor(1.0), torch.tensor(2.0))


def run_or() -> None:
    first_nonzero(torch.ones(3), torch.ones(3))


def run_not() -> None:
    any_missing(torch.ones(3))


def run_elementwise() -> None:
    elementwise(torch.tensor(1.0), torch.tensor(2.0))
