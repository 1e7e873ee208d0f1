"""What `torch.cond` demands of its arguments."""

import torch


class Schedule:
    warmup = 4.0


def grow(x):
    return x.sin()


def shrink(x):
    return x.cos()


@torch.compile
def called_branches(x):
    return torch.cond(x.sum() > 0, grow(x), shrink(x))  # expect: GB0302


@torch.compile
def missing_branch(x):
    return torch.cond(x.sum() > 0, grow, None, (x,))  # expect: GB0302


@torch.compile
def predicates_in_list(x):
    return torch.cond([x.sum() > 0, x.min() > 0], grow, shrink, (x,))  # expect: GB0310


@torch.compile
def bare_operand(x):
    return torch.cond(x.sum() > 0, grow, shrink, x)  # expect: GB0311


@torch.compile
def operands_by_name(x):
    return torch.cond(x.sum() > 0, grow, shrink, {"x": x})  # expect: GB0311


@torch.compile
def object_operand(x, schedule: Schedule):
    return torch.cond(x.sum() > 0, lambda x, s: x * s.warmup, lambda x, s: x, (x, schedule))  # expect: GB0312


@torch.compile
def module_operand(x, layer: torch.nn.Linear):
    return torch.cond(x.sum() > 0, lambda x, m: m(x), lambda x, m: x, (x, layer))  # expect: GB0312


@torch.compile
def function_operand(x):
    return torch.cond(x.sum() > 0, lambda x, f: f(x), lambda x, f: x.cos(), (x, grow))  # expect: GB0312


def run_called():
    called_branches(torch.randn(4))


def run_missing():
    missing_branch(torch.randn(4))


def run_predicates():
    predicates_in_list(torch.randn(4))


def run_bare():
    bare_operand(torch.randn(4))


def run_named():
    operands_by_name(torch.randn(4))


def run_object():
    object_operand(torch.randn(4), Schedule())


def run_module():
    module_operand(torch.randn(4), torch.nn.Linear(4, 4))


def run_function():
    function_operand(torch.randn(4))
