"""Keywords and arguments that these functions do not take: eager code raises a TypeError."""

import contextlib
import functools
import itertools
from collections import deque

import torch


@torch.compile
def grouped(inputs: torch.Tensor) -> torch.Tensor:
    total = inputs * 2
    for number, _ in itertools.groupby([1, 1, 2], keyfunc=None):  # expect: GB0155
        total = total + number
    return total


@torch.compile
def pairs(inputs: torch.Tensor) -> torch.Tensor:
    shifted = inputs * 2
    return shifted + len(list(itertools.product([1, 2], repeats=2)))  # expect: GB0268


@torch.compile
def window(inputs: torch.Tensor) -> torch.Tensor:
    recent = deque([inputs], max_len=3)  # expect: GB0258
    return recent[0] + 1


@torch.compile
def applied(inputs: torch.Tensor) -> torch.Tensor:
    scaled = inputs * 2
    return functools.partial(func=torch.relu)(scaled)  # expect: GB0260


def run() -> None:
    for function in (grouped, pairs, window, applied):
        with contextlib.suppress(TypeError):
            function(torch.randn(3))
