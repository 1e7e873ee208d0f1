"""Control flow operators called directly, not through their public functions."""

import functools

import torch

higher_order = torch.ops.higher_order


@torch.compile
def cond_without_operands(x):
    return torch.ops.higher_order.cond(x.sum() > 0, lambda: x.sin(), lambda: x.cos())  # expect: GB0309


@torch.compile
def loop_with_keyword(x):
    return higher_order.while_loop(lambda x: x.sum() < 9, lambda x: (x + 1,), (x,), (), max_steps=3)  # expect: GB0303


@torch.compile
def loop_with_tensor(x):
    return higher_order.while_loop(lambda x: x.sum() < 9, lambda x: (x + 1,), (x,), x)  # expect: GB0304


@torch.compile
def map_with_keyword(x):
    return higher_order.map_impl(lambda r, y: r + y, [x], pos_args=[x])  # expect: GB0325


@torch.compile
def map_over_number(x):
    return higher_order.map_impl(lambda r: (r + 1,), [x.sum()], [])  # expect: GB0326


@torch.compile
def scan_plain_function(x):
    return higher_order.scan(lambda c, r: (c + r, c + r), [x[0]], [x], [])  # expect: GB0342


@torch.compile
def associative_partial(x):
    return higher_order.associative_scan(functools.partial(lambda a, b: a + b), [x], ())  # expect: GB0341


@torch.compile
def associative_tensor(x):
    return higher_order.associative_scan(lambda a, b: a + b, x, ())  # expect: GB0315


@torch.compile
def associative_extra(x):
    return higher_order.associative_scan(lambda a, b: a + b, [x], x)  # expect: GB0316


@torch.compile
def associative_number(x):
    return higher_order.associative_scan(lambda a, b: (a + b,), [x, 3], ())  # expect: GB0301


@torch.compile
def associative_nothing(x):
    return higher_order.associative_scan(lambda a, b: (), [x], ())  # expect: GB0318


@torch.compile
def associative_tuple(x):
    return higher_order.associative_scan(lambda a, b: (a + b,), [x], ())  # expect: GB0319


@torch.compile
def strange_operator(x):
    return higher_order.flat_apply(x)  # expect: GB0306


def run_cond():
    cond_without_operands(torch.randn(4))


def run_loop():
    loop_with_keyword(torch.zeros(4))


def run_loop_tensor():
    loop_with_tensor(torch.zeros(4))


def run_map():
    map_with_keyword(torch.zeros(4, 4))


def run_map_number():
    map_over_number(torch.zeros(4, 4))


def run_scan():
    scan_plain_function(torch.zeros(4, 4))


def run_partial():
    associative_partial(torch.zeros(4))


def run_tensor():
    associative_tensor(torch.zeros(4))


def run_extra():
    associative_extra(torch.zeros(4))


def run_number():
    associative_number(torch.zeros(4))


def run_nothing():
    associative_nothing(torch.zeros(4))


def run_tuple():
    associative_tuple(torch.zeros(4))


def run_strange():
    try:
        strange_operator(torch.zeros(4))
    except (TypeError, AttributeError, AssertionError):
        pass
