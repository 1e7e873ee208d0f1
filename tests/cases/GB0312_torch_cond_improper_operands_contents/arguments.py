"""Among the operands of torch.cond is a module, a function or an object of a class."""

import torch


class Schedule:
    warmup = 4.0


def grow(x):
    return x.sin()


@torch.compile
def object_operand(x, schedule: Schedule):
    return torch.cond(x.sum() > 0, lambda x, s: x * s.warmup, lambda x, s: x, (x, schedule))  # expect: GB0312


@torch.compile
def module_operand(x, layer: torch.nn.Linear):
    return torch.cond(x.sum() > 0, lambda x, m: m(x), lambda x, m: x, (x, layer))  # expect: GB0312


@torch.compile
def function_operand(x):
    return torch.cond(x.sum() > 0, lambda x, f: f(x), lambda x, f: x.cos(), (x, grow))  # expect: GB0312


def run_object():
    object_operand(torch.randn(4), Schedule())


def run_module():
    module_operand(torch.randn(4), torch.nn.Linear(4, 4))


def run_function():
    function_operand(torch.randn(4))
