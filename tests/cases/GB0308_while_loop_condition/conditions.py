"""Conditions of `while_loop` that are no bool."""

import torch
from torch._higher_order_ops import while_loop


@torch.compile
def count_as_condition(x):
    return while_loop(lambda x: (x < 10).sum(), lambda x: (x + 1,), (x,))  # expect: GB0308


@torch.compile
def tensor_of_bools(x):
    return while_loop(lambda x: x.sum(dim=-1, keepdim=True) < 10, lambda x: (x + 1,), (x.relu(),))  # expect: GB0308


def run_count():
    count_as_condition(torch.zeros(4))


def run_bools():
    tensor_of_bools(torch.zeros(4))
