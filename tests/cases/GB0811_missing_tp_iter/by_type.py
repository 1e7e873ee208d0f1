"""A loop over an object whose iteration is written in C and unknown to Dynamo."""

import itertools
from typing import Any

import torch


@torch.compile
def count(parts: list[Any], inputs: torch.Tensor) -> torch.Tensor:
    for _, group in itertools.groupby(parts, key=type):  # expect: GB0115, GB0811
        inputs = inputs + len(list(group))
    return inputs


def run_count() -> None:
    count([1, 2, "a"], torch.randn(3))
