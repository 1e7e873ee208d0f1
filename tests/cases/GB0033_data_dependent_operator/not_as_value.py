"""`not` whose outcome is kept, instead of tested on the spot, evaluates the tensor as an operator."""

import torch


@torch.compile
def any_missing(x):
    missing = not torch.isnan(x).any() and x.shape[0] > 1  # expect: GB0033
    return x, missing


@torch.compile
def invalid(loss):
    skipped = not torch.isfinite(loss)  # expect: GB0033
    return loss * 2, skipped


def run_and() -> None:
    any_missing(torch.ones(3))


def run_assigned() -> None:
    invalid(torch.tensor(1.0))
