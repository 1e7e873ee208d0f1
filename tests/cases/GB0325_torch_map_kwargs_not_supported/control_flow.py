"""The operator behind map, torch.ops.higher_order.map_impl, is called with keywords."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def map_with_keyword(x):
    return higher_order.map_impl(lambda r, y: r + y, [x], pos_args=[x])  # expect: GB0325


def run_map():
    map_with_keyword(torch.zeros(4, 4))
