"""The map operator goes along the first dimension, and its tensor has none, or no rows in it."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def map_over_number(x):
    return higher_order.map_impl(lambda r: (r + 1,), [x.sum()], [])  # expect: GB0326


def run_map_number():
    map_over_number(torch.zeros(4, 4))
