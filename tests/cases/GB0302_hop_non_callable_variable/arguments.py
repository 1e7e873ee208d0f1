"""A higher-order operator such as torch.cond is given a tensor, None or another value where it wants a function."""

import torch


def grow(x):
    return x.sin()


def shrink(x):
    return x.cos()


@torch.compile
def called_branches(x):
    return torch.cond(x.sum() > 0, grow(x), shrink(x))  # expect: GB0302


@torch.compile
def missing_branch(x):
    return torch.cond(x.sum() > 0, grow, None, (x,))  # expect: GB0302


def run_called():
    called_branches(torch.randn(4))


def run_missing():
    missing_branch(torch.randn(4))
