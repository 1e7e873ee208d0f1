"""contextmanager put on a function that returns a context manager instead of yielding."""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch


@contextlib.contextmanager
def wrong() -> Any:
    return iter([None])


@contextlib.contextmanager
def right() -> Iterator[None]:
    yield


@torch.compile
def entered(inputs: torch.Tensor) -> torch.Tensor:
    with wrong():  # expect: GB0221, GB0142
        outputs = inputs * 2
    return outputs


@torch.compile(fullgraph=True)
def entered_right(inputs: torch.Tensor) -> torch.Tensor:
    with right():
        return inputs * 2


def run_entered() -> None:
    try:
        entered(torch.randn(4))
    except TypeError:
        pass


def run_entered_right() -> None:
    entered_right(torch.randn(4))
