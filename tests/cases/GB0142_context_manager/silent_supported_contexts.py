"""Contexts that Dynamo enters: no_grad, autocast, nullcontext, a class and a generator of one's own."""

import contextlib
from collections.abc import Iterator

import torch


class Scaled:
    def __init__(self, factor: float) -> None:
        self.factor = factor

    def __enter__(self) -> float:
        return self.factor

    def __exit__(self, *exc: object) -> None:
        self.factor = 1.0


@contextlib.contextmanager
def doubled(inputs: torch.Tensor) -> Iterator[torch.Tensor]:
    yield inputs * 2


@torch.compile(fullgraph=True)
def forward(inputs: torch.Tensor) -> torch.Tensor:
    with Scaled(0.5) as factor, doubled(inputs) as twice:
        hidden = twice * factor
    with torch.no_grad():
        norm = hidden.norm()
    with torch.autocast("cpu", dtype=torch.bfloat16), contextlib.nullcontext():
        hidden = hidden @ hidden.T
    return hidden.float() / norm


def run() -> None:
    forward(torch.randn(3, 3))
