"""Branches of torch.cond without effects outside them are one graph."""

import torch


@torch.compile(fullgraph=True)
def clip_gradient(gradient: torch.Tensor, limit: float) -> torch.Tensor:
    norm = gradient.norm()

    def scaled(gradient: torch.Tensor) -> torch.Tensor:
        factors = [limit]
        factors.append(0.5)
        return gradient * factors[0] * factors[1]

    def unchanged(gradient: torch.Tensor) -> torch.Tensor:
        return gradient.clone()

    return torch.cond(norm > limit, scaled, unchanged, (gradient,))


def run() -> None:
    clip_gradient(torch.randn(3), 1.0)
