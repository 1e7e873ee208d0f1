"""A hook on a tensor runs in the backward pass too, and is traced."""

import torch


@torch.compile(fullgraph=True)
def forward(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs * 2
    outputs.register_hook(lambda gradient: gradient.clamp(-1, 1))
    return outputs


def run() -> None:
    forward(torch.randn(4, requires_grad=True))
