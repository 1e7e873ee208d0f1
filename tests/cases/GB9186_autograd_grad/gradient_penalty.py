"""The gradient penalty of a WGAN: torch.autograd.grad in the region."""

import torch
from torch import nn


class Penalty(nn.Module):
    def __init__(self, critic: nn.Module, weight: float = 10.0) -> None:
        super().__init__()
        self.critic = critic
        self.weight = weight

    def forward(self, mixed: torch.Tensor) -> torch.Tensor:
        scores = self.critic(mixed)
        (gradient,) = torch.autograd.grad(scores.sum(), mixed, create_graph=True)  # expect: GB9186
        return self.weight * (gradient.norm(2, dim=1) - 1).square().mean()


penalty = torch.compile(Penalty(nn.Linear(3, 1)))


def run() -> None:
    penalty(torch.randn(4, 3, requires_grad=True))
