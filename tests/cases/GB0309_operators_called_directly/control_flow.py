"""`cond` called directly, not through its public function."""

import torch


@torch.compile
def cond_without_operands(x):
    return torch.ops.higher_order.cond(x.sum() > 0, lambda: x.sin(), lambda: x.cos())  # expect: GB0309


def run_cond():
    cond_without_operands(torch.randn(4))
