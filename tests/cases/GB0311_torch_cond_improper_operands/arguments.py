"""torch.cond(pred, f, g, x)."""

import torch


def grow(x):
    return x.sin()


def shrink(x):
    return x.cos()


@torch.compile
def bare_operand(x):
    return torch.cond(x.sum() > 0, grow, shrink, x)  # expect: GB0311


@torch.compile
def operands_by_name(x):
    return torch.cond(x.sum() > 0, grow, shrink, {"x": x})  # expect: GB0311


def run_bare():
    bare_operand(torch.randn(4))


def run_named():
    operands_by_name(torch.randn(4))
