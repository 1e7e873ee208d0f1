"""torch.func.grad is traced as a higher-order operator, where torch.autograd.grad breaks."""

import torch


def energy(positions: torch.Tensor) -> torch.Tensor:
    return (positions**2).sum() + positions.cos().sum()


@torch.compile(fullgraph=True)
def descend(positions: torch.Tensor, rate: float = 0.1) -> torch.Tensor:
    return positions - rate * torch.func.grad(energy)(positions)


def run() -> None:
    descend(torch.randn(4))
