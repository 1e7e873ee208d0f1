"""The repr of objects whose __repr__ is C code; their str and attributes are another matter."""

from decimal import Decimal
from types import SimpleNamespace

import torch

step = Decimal("0.5")
config = SimpleNamespace(scale=2.0)


@torch.compile
def named(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    hidden = inputs * 2
    return hidden, repr(step)  # expect: GB2852


@torch.compile
def formatted(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    hidden = inputs * config.scale
    return hidden, f"with {config!r}"  # expect: GB2852


@torch.compile(fullgraph=True)
def plain(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    return inputs * config.scale, f"with {config.scale!r}" + repr([1, "a"])


def run() -> None:
    for function in (named, formatted, plain):
        function(torch.randn(3))
