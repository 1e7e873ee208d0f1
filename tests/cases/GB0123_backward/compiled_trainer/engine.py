"""The trainer."""
from __future__ import annotations

import torch
from torch import nn

from .callbacks import CALLBACKS, Callback


class Engine:
    def __init__(self, model: nn.Module, callbacks: tuple[str, ...] = (), lr: float = 0.1, full_step: bool = True):
        self.model, self.steps = model, 0
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        self.callbacks: list[Callback] = [CALLBACKS[name]() for name in callbacks]
        if full_step:
            self.step = torch.compile(self.step)
        else:
            self.loss = torch.compile(self.loss)

    def loss(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return nn.functional.mse_loss(self.model(x), y)

    def step(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        self.steps += 1
        for callback in self.callbacks:
            x = callback.before_step(self, x)
        loss = self.loss(x, y)
        loss.backward()  # expect: GB0123
        self.optimizer.step()  # expect: GB0025
        self.optimizer.zero_grad()  # expect: GB0008
        for callback in self.callbacks:
            callback.after_step(self, loss)
        return loss.detach()
