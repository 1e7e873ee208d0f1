"""Built-in max, min, sum and abs of tensors are traced; all() and filter() over tensors test each one."""

import torch


@torch.compile(fullgraph=True)
def traced(a, b, parts):
    return max(a.sum(), b.sum()) + min(a.mean(), b.mean()), sum(parts), abs(a)


@torch.compile
def all_finite(grads):
    return grads[0] * 2, all(torch.isfinite(g).all() for g in grads)  # expect: GB0170


@torch.compile
def finite_only(grads):
    kept = list(filter(lambda g: torch.isfinite(g).all(), grads))  # expect: GB0170
    return kept[0] * 2


def run_traced() -> None:
    traced(torch.randn(2), torch.randn(2), [torch.randn(2), torch.randn(2)])


def run_all() -> None:
    all_finite([torch.randn(2), torch.randn(2)])


def run_filter() -> None:
    finite_only([torch.randn(2), torch.randn(2)])
