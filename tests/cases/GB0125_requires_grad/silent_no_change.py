"""requires_grad_() that changes nothing, and reading requires_grad, are traced."""

import torch
from torch import nn

layer = nn.Linear(3, 3)


@torch.compile(fullgraph=True)
def forward(inputs: torch.Tensor) -> torch.Tensor:
    layer.weight.requires_grad_(True)
    hidden = layer(inputs)
    if hidden.requires_grad and not inputs.requires_grad:
        hidden = hidden * 2
    return hidden.detach() if not torch.is_grad_enabled() else hidden


def run() -> None:
    forward(torch.randn(2, 3))
