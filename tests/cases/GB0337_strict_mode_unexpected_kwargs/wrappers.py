"""The operator behind strict_mode gets a keyword besides function and operands."""

import torch


@torch.compile
def strict_keyword(x):
    return torch.ops.higher_order.strict_mode(lambda x: x.sin(), (x,), flag=True)  # expect: GB0337


def run_strict_keyword():
    strict_keyword(torch.randn(4))
