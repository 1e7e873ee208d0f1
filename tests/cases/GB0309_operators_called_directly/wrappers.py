"""Operators that export puts around parts of a graph, called from code."""

import torch
from torch._higher_order_ops.executorch_call_delegate import executorch_call_delegate
from torch._higher_order_ops.hints_wrap import hints_wrapper
from torch._higher_order_ops.strict_mode import strict_mode

set_grad = torch.ops.higher_order.wrap_with_set_grad_enabled
autocast = torch.ops.higher_order.wrap_with_autocast


class Scale:
    factor = 2


@torch.compile
def grad_keyword(x):
    return set_grad(False, wrapped_func=lambda x: x.sin(), x=x)  # expect: GB0330


@torch.compile
def grad_by_tensor(x):
    return set_grad(x.sum() > 0, lambda x: x.sin(), x)  # expect: GB0331


@torch.compile
def grad_closure(x):
    y = x + 1
    return set_grad(False, lambda x: x.sin() + y, x)  # expect: GB0332


@torch.compile
def grad_object(x, scale: Scale):
    return set_grad(False, lambda x, s: x.sin() * s.factor, x, scale)  # expect: GB0351


@torch.compile
def grad_fine(x):
    return set_grad(False, lambda x, y: x.sin() + y, x, x + 1)


@torch.compile
def autocast_keyword(x):
    return autocast("cpu", torch.bfloat16, True, None, wrapped_func=lambda x: x.sin())  # expect: GB0333


@torch.compile
def autocast_closure(x):
    y = x + 1
    return autocast("cpu", torch.bfloat16, True, None, lambda x: x.sin() + y, x)  # expect: GB0334


@torch.compile
def autocast_by_tensor(x):
    return autocast("cpu", torch.bfloat16, x.sum() > 0, None, lambda x: x.sin(), x)  # expect: GB0344


@torch.compile
def hints_missing_dict(x):
    return hints_wrapper(lambda x: x.sin(), (x,), hints={"fast": True})  # expect: GB0335


@torch.compile
def hints_fine(x):
    return hints_wrapper(lambda x: x.sin(), (x,), {}, hints={"fast": True})


@torch.compile
def strict_nested(x):
    return strict_mode(lambda xs: xs[0].sin(), ([x],))  # expect: GB0345


@torch.compile
def strict_keyword(x):
    return torch.ops.higher_order.strict_mode(lambda x: x.sin(), (x,), flag=True)  # expect: GB0337


@torch.compile
def delegate_keyword(x):
    return executorch_call_delegate(x, y=x)  # expect: GB0327


@torch.compile(fullgraph=True)
def delegate_tensor(x):
    return executorch_call_delegate(x, x)  # expect: GB6017


@torch.compile(fullgraph=True)
def product_keyword(a, b):
    return torch.ops.higher_order.out_dtype(torch.ops.aten.mm.default, a, b, output_dtype=torch.int32)  # expect: GB0336


@torch.compile(fullgraph=True)
def product_fine(a, b):
    return torch.ops.higher_order.out_dtype(torch.ops.aten.mm.default, torch.int32, a, b)


def run_delegate_tensor():
    delegate_tensor(torch.randn(4))


def run_product():
    product_keyword(torch.ones(4, 4, dtype=torch.int8), torch.ones(4, 4, dtype=torch.int8))


def run_product_fine():
    product_fine(torch.ones(4, 4), torch.ones(4, 4))


def run_grad_keyword():
    try:
        grad_keyword(torch.randn(4))
    except TypeError:
        pass


def run_grad_tensor():
    try:
        grad_by_tensor(torch.randn(4))
    except TypeError:
        pass


def run_grad_closure():
    grad_closure(torch.randn(4))


def run_grad_object():
    grad_object(torch.randn(4), Scale())


def run_grad_fine():
    grad_fine(torch.randn(4))


def run_autocast_keyword():
    try:
        autocast_keyword(torch.randn(4))
    except TypeError:
        pass


def run_autocast_closure():
    autocast_closure(torch.randn(4))


def run_autocast_tensor():
    try:
        autocast_by_tensor(torch.randn(4))
    except TypeError:
        pass


def run_hints():
    hints_missing_dict(torch.randn(4))


def run_hints_fine():
    hints_fine(torch.randn(4))


def run_strict():
    strict_nested(torch.randn(4))


def run_strict_keyword():
    strict_keyword(torch.randn(4))


def run_delegate():
    try:
        delegate_keyword(torch.randn(4))
    except TypeError:
        pass
