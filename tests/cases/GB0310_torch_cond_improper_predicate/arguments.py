"""The first argument of torch.cond is a list, a tuple or an object."""

import torch


def grow(x):
    return x.sin()


def shrink(x):
    return x.cos()


@torch.compile
def predicates_in_list(x):
    return torch.cond([x.sum() > 0, x.min() > 0], grow, shrink, (x,))  # expect: GB0310


def run_predicates():
    predicates_in_list(torch.randn(4))
