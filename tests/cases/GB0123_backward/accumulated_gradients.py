"""Gradient accumulation in a method that the trainer compiles; the backward call is in a helper."""

import torch
from torch import nn


def accumulate(loss: torch.Tensor, scale: int) -> None:
    (loss / scale).backward()  # expect: GB0123


class Trainer:
    def __init__(self, model: nn.Module, scale: int = 4) -> None:
        self.model = model
        self.scale = scale
        self.step = torch.compile(self._step)

    def _step(self, inputs: torch.Tensor) -> torch.Tensor:
        loss = self.model(inputs).square().mean()
        accumulate(loss, self.scale)
        return loss.detach() * 1.0


def run() -> None:
    Trainer(nn.Linear(3, 3)).step(torch.randn(2, 3))
