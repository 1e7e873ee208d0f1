"""The operator behind nested_compile_region, called by its own name."""

import contextlib

import torch
from torch._higher_order_ops import invoke_subgraph


@torch.compile
def direct(inputs: torch.Tensor) -> torch.Tensor:
    return invoke_subgraph(torch.relu, "relu", inputs)  # expect: GB0017


def run() -> None:
    with contextlib.suppress(RuntimeError):
        direct(torch.randn(3))
