"""A branch of torch.cond returns None, alone or in a tuple."""

import torch


@torch.compile
def nothing(x):
    return torch.cond(x.sum() > 0, lambda x: None, lambda x: None, (x,))  # expect: GB0350


@torch.compile
def falls_through(x):
    return torch.cond(x.sum() > 0, lambda x: (x.sin(), None), lambda x: (x.cos(), None), (x,))  # expect: GB0350


def run_nothing():
    nothing(torch.randn(4))


def run_falls():
    falls_through(torch.randn(4))
