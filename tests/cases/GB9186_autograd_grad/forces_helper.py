"""Forces of a molecule as the gradient of its energy, in a helper that imports grad by name; fullgraph=True."""

import torch
from torch.autograd import grad


def energy(positions: torch.Tensor) -> torch.Tensor:
    distances = (positions[:, None] - positions[None]).square().sum(-1)
    return torch.exp(-distances).sum()


def forces(positions: torch.Tensor) -> torch.Tensor:
    return -grad(energy(positions), positions)[0]  # expect: GB9186


@torch.compile(fullgraph=True)
def langevin_step(positions: torch.Tensor, noise: torch.Tensor, step: float = 0.01) -> torch.Tensor:
    return positions + step * forces(positions) + noise


def run() -> None:
    langevin_step(torch.randn(3, 2, requires_grad=True), torch.zeros(3, 2))
