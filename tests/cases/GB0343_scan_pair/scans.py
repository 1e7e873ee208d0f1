"""The function of `scan` has to return a pair."""

import torch
from torch._higher_order_ops.scan import scan


@torch.compile
def summed_rows(x):
    return scan(lambda carry, row: carry + row, x[0], x)  # expect: GB0343


def step(carry, row):
    carry = carry + row
    return carry, carry * 2, row * 3


@torch.compile
def three_results(x):
    return scan(step, x[0], x)  # expect: GB0343


@torch.compile(fullgraph=True)
def pair(x):
    return scan(lambda carry, row: (carry + row, carry * row), x[0], x)


@torch.compile(fullgraph=True)
def pair_of_containers(x):
    return scan(lambda carry, row: ((carry[0] + row, carry[1] * 2), {"out": row * 2}), (x[0], x[1]), x)


def run_sums():
    summed_rows(torch.zeros(3, 3))


def run_three():
    three_results(torch.zeros(3, 3))


def run_pairs():
    pair(torch.zeros(3, 3))
    pair_of_containers(torch.zeros(3, 3))
