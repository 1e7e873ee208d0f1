"""A method that applies the optimizer is compiled by itself; optimizer.step() breaks inside torch."""

import torch
from torch import nn


class Learner:
    def __init__(self) -> None:
        self.model = nn.Linear(3, 1)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.apply_update = torch.compile(self.apply_update)

    def apply_update(self, gradient: torch.Tensor) -> torch.Tensor:
        gradient = gradient.clamp(-1, 1)
        self.model.weight.grad = gradient
        self.optimizer.step()  # expect: GB0025
        return gradient.norm()


def run() -> None:
    Learner().apply_update(torch.randn(1, 3))
