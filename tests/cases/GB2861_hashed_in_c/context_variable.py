"""A ContextVar as the key of a dict; its name is a plain key."""

from contextvars import ContextVar

import torch

mode = ContextVar("mode")


@torch.compile
def by_object(inputs: torch.Tensor) -> torch.Tensor:
    table = {mode: 2.0}  # expect: GB2861
    return inputs * len(table)


@torch.compile(fullgraph=True)
def by_name(inputs: torch.Tensor) -> torch.Tensor:
    table = {"mode": 2.0, torch.float32: 3.0, inputs.shape: 1.0}
    return inputs * table["mode"] * table[inputs.dtype]


def run() -> None:
    by_object(torch.randn(3))
    by_name(torch.randn(3))
