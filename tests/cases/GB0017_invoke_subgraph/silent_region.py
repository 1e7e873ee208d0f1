"""nested_compile_region marks a function whose graph is used several times."""

import torch


@torch.compiler.nested_compile_region
def block(inputs: torch.Tensor) -> torch.Tensor:
    return torch.relu(inputs) * 2


@torch.compile(fullgraph=True)
def stacked(inputs: torch.Tensor) -> torch.Tensor:
    return block(block(inputs))


def run() -> None:
    stacked(torch.randn(3))
