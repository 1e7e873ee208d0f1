"""functools.partial objects compared with ==: made in the region, and before it."""

import functools

import torch

relu = functools.partial(torch.clamp, min=0)
also_relu = functools.partial(torch.clamp, min=0)


@torch.compile
def same(inputs: torch.Tensor) -> torch.Tensor:
    first = functools.partial(torch.add, inputs)
    second = functools.partial(torch.mul, inputs)
    if first == second:  # expect: GB4608
        return first(1)
    return second(2)


@torch.compile(fullgraph=True)
def outside(inputs: torch.Tensor) -> torch.Tensor:
    local = functools.partial(torch.add, inputs)
    if relu == also_relu or local == relu or local is relu:
        return inputs
    return local(1)


def run() -> None:
    same(torch.randn(3))
    outside(torch.randn(3))
