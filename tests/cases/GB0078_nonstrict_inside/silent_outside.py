"""Defined at the top of the module, with the decorator there."""

import torch


@torch._dynamo.nonstrict_trace
def opaque(values: torch.Tensor) -> torch.Tensor:
    return values.sin()


@torch.compile(fullgraph=True)
def traced(inputs: torch.Tensor) -> torch.Tensor:
    return opaque(inputs) * 2


def run() -> None:
    traced(torch.randn(4))
