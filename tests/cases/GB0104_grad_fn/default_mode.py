"""grad_fn read in default mode; .grad of an input and a test of requires_grad do not break."""

import torch
from torch import nn

layer = nn.Linear(3, 3)


@torch.compile
def traced(inputs: torch.Tensor) -> torch.Tensor:
    outputs = layer(inputs)
    if outputs.requires_grad:
        outputs = outputs * 2
    history = outputs.grad_fn  # expect: GB0104
    return outputs if history is not None else inputs


@torch.compile(fullgraph=True)
def gradient_or_zero(weights: torch.Tensor) -> torch.Tensor:
    if weights.grad is None:
        return torch.zeros_like(weights)
    return weights.grad * 1.0


def run_traced() -> None:
    traced(torch.randn(2, 3))


def run_gradient() -> None:
    gradient_or_zero(torch.randn(2, requires_grad=True))
