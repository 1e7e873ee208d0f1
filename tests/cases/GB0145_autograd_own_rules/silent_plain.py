"""forward and backward alone, with setup_context, and with vmap rules."""

from typing import Any

import torch


class Plain(torch.autograd.Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(inputs: torch.Tensor, factor: float) -> torch.Tensor:
        return inputs * factor

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: torch.Tensor) -> None:
        ctx.factor = inputs[1]

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return gradient * ctx.factor, None


@torch.compile(fullgraph=True)
def step(inputs: torch.Tensor) -> torch.Tensor:
    return Plain.apply(inputs, 2.0)


def run() -> None:
    step(torch.randn(4, requires_grad=True))
