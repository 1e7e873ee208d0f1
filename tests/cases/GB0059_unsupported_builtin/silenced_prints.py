"""Prints that Dynamo never sees: behind is_compiling(), outside the region, or declared reorderable."""

import torch
import torch._dynamo

torch._dynamo.config.reorderable_logging_functions.add(print)


@torch.compile
def step(x):
    if not torch.compiler.is_compiling():
        print("eager", x)
    y = x.relu()
    print("relu done")
    return y


def run() -> None:
    print("before")
    print(step(torch.randn(2)))
