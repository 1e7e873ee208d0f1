"""Calls of the same family that Dynamo traces."""

import torch


@torch.compile(fullgraph=True)
def step(inputs: torch.Tensor) -> torch.Tensor:
    if torch.compiler.is_compiling():
        inputs = inputs + 1
    torch._dynamo.comptime.comptime(lambda context: None)
    return inputs * 2


def run() -> None:
    step(torch.randn(4))
