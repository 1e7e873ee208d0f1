"""One breaking helper under five spellings of a region: each of them reaches it."""

import functools
import random

import torch
from torch import compile as tc
from torch import nn


def jitter() -> float:
    return random.random() * 0.1  # expect: GB0007


class Noisy(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.shift = torch.compile(self._shift)

    def _shift(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs + random.gauss(0.0, 1.0)  # expect: GB0007

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.shift(inputs) * jitter()


@tc(dynamic=True)
def by_alias(inputs: torch.Tensor) -> torch.Tensor:
    return inputs * jitter()


compile_step = functools.partial(torch.compile, dynamic=False)
by_partial = compile_step(lambda inputs: inputs - jitter())
by_method = Noisy()
by_method_call = Noisy()
by_method_call.compile()


def run_alias() -> None:
    by_alias(torch.randn(3))


def run_partial() -> None:
    by_partial(torch.randn(3))


def run_attribute() -> None:
    by_method(torch.randn(3))


def run_module_compile() -> None:
    by_method_call(torch.randn(3))
