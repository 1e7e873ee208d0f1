from __future__ import annotations

from dataclasses import dataclass, field

import torch


@dataclass
class Metrics:
    steps: int = 0
    losses: list[float] = field(default_factory=list)

    def record(self, loss: torch.Tensor) -> None:
        self.steps += 1
        self.losses.append(loss.detach().item())  # expect: GB0124


def grad_norm(parameters) -> torch.Tensor:
    return torch.stack([p.detach().norm() for p in parameters]).norm()
