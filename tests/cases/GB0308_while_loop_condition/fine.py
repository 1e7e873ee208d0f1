"""Conditions of `while_loop` that are one bool."""

import torch
from torch._higher_order_ops import while_loop


@torch.compile(fullgraph=True)
def until_large(x):
    return while_loop(lambda x: x.sum() < 10, lambda x: (x + 1,), (x,))


@torch.compile(fullgraph=True)
def until_all(x):
    return while_loop(lambda i, x: (x < 10).any() & (i < 5), lambda i, x: (i + 1, x + 1), (torch.tensor(0), x))


@torch.compile(fullgraph=True)
def counted(x):
    return while_loop(lambda i, x: i < 3, lambda i, x: (i + 1, x + 1), (0, x))


def run():
    until_large(torch.zeros(4))
    until_all(torch.zeros(4))
    counted(torch.zeros(4))
