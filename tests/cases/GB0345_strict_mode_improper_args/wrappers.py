"""strict_mode(f, ([x, y],))."""

import torch
from torch._higher_order_ops.strict_mode import strict_mode


@torch.compile
def strict_nested(x):
    return strict_mode(lambda xs: xs[0].sin(), ([x],))  # expect: GB0345


def run_strict():
    strict_nested(torch.randn(4))
