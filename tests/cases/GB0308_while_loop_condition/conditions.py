"""Conditions of `while_loop` that are no bool, or never change."""

import torch
from torch._higher_order_ops import while_loop


@torch.compile
def count_as_condition(x):
    return while_loop(lambda x: (x < 10).sum(), lambda x: (x + 1,), (x,))  # expect: GB0308


@torch.compile
def tensor_of_bools(x):
    return while_loop(lambda x: x.sum(dim=-1, keepdim=True) < 10, lambda x: (x + 1,), (x.relu(),))  # expect: GB0308


@torch.compile
def for_ever(x):
    return while_loop(lambda x: True, lambda x: (x + 1,), (x,))  # expect: GB0339


@torch.compile
def shape_never_changes(x):
    few = lambda x: x.shape[0] < 10  # noqa: E731
    return while_loop(few, lambda x: (x + 1,), (x,))  # expect: GB0339 (dynamo only: the size is not in the source)


def run_count():
    count_as_condition(torch.zeros(4))


def run_bools():
    tensor_of_bools(torch.zeros(4))


def run_ever():
    for_ever(torch.zeros(4))


def run_shape():
    shape_never_changes(torch.zeros(4))
