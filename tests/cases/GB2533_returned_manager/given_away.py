"""A @contextmanager's object returned from the compiled function."""

import contextlib
from collections.abc import Iterator

import torch


@contextlib.contextmanager
def scaling(factor: float) -> Iterator[float]:
    yield factor


@torch.compile
def prepared(inputs: torch.Tensor) -> object:
    hidden = inputs * 2
    return hidden, scaling(2.0)  # expect: GB2533


def chosen(factor: float) -> object:
    return scaling(factor), factor


@torch.compile(fullgraph=True)
def used(inputs: torch.Tensor) -> torch.Tensor:
    manager, _ = chosen(2.0)
    with manager as factor:
        return inputs * factor


def run() -> None:
    prepared(torch.randn(3))
    used(torch.randn(3))
