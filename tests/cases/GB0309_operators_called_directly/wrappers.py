"""Operators that export puts around parts of a graph, called from code."""

import torch
from torch._higher_order_ops.hints_wrap import hints_wrapper

set_grad = torch.ops.higher_order.wrap_with_set_grad_enabled


@torch.compile
def grad_fine(x):
    return set_grad(False, lambda x, y: x.sin() + y, x, x + 1)


@torch.compile
def hints_fine(x):
    return hints_wrapper(lambda x: x.sin(), (x,), {}, hints={"fast": True})


@torch.compile(fullgraph=True)
def product_fine(a, b):
    return torch.ops.higher_order.out_dtype(torch.ops.aten.mm.default, torch.int32, a, b)


def run_product_fine():
    product_fine(torch.ones(4, 4), torch.ones(4, 4))


def run_grad_fine():
    grad_fine(torch.randn(4))


def run_hints_fine():
    hints_fine(torch.randn(4))
