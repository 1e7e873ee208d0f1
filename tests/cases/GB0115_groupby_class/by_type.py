"""Layers grouped by their class."""

import itertools
from typing import Any

import torch


@torch.compile
def count(parts: list[Any], inputs: torch.Tensor) -> torch.Tensor:
    for _, group in itertools.groupby(parts, key=type):  # expect: GB0115, GB0811
        inputs = inputs + len(list(group))
    return inputs


@torch.compile(fullgraph=True)
def count_by_name(parts: list[Any], inputs: torch.Tensor) -> torch.Tensor:
    for _, group in itertools.groupby(parts, key=lambda part: type(part).__name__):
        inputs = inputs + len(list(group))
    return inputs


def run_count() -> None:
    count([1, 2, "a"], torch.randn(3))


def run_count_by_name() -> None:
    count_by_name([1, 2, "a"], torch.randn(3))
