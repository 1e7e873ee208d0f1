"""The same functions with the keywords that they have."""

import functools
import itertools
from collections import deque

import torch


@torch.compile(fullgraph=True)
def right(inputs: torch.Tensor) -> torch.Tensor:
    total = inputs * 2
    for number, _ in itertools.groupby([1, 1, 2], key=abs):
        total = total + number
    for first, second in itertools.product([1, 2], repeat=2):
        total = total + first * second
    recent = deque([total], maxlen=3)
    recent.append(functools.partial(torch.relu)(total))
    return recent[-1] + deque(iterable=[1, 2], maxlen=1)[0]


def run() -> None:
    right(torch.randn(3))
