"""Regions made by partial, by a nested decorator and by wrapping a method: the tests inside are found in each."""

import functools

import torch
from torch import compile as jit_compile

compiled = functools.partial(torch.compile, dynamic=False)


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@compiled
@logged
def relu_if_positive(x):
    if x.mean() > 0:  # expect: GB0170
        return x.relu()
    return x


@jit_compile(dynamic=True)
def halve_if_large(x):
    return x / 2 if x.norm() > 1 else x  # expect: GB0170


class Trainer:
    def __init__(self):
        self.best = torch.tensor(1e9)
        self.step = torch.compile(self.step)

    def step(self, loss):
        if loss < self.best:  # expect: GB0170
            self.best = loss
        return loss * 2


def run_partial() -> None:
    relu_if_positive(torch.randn(3))


def run_alias() -> None:
    halve_if_large(torch.randn(3))


def run_method() -> None:
    Trainer().step(torch.tensor(1.0))
