"""A trainer whose step is compiled on request, by its caller."""

import time

import torch
from torch import nn

from training_package.losses import focal_loss


class Trainer:
    def __init__(self, model: nn.Module, rate: float = 0.1) -> None:
        self.model = model
        self.optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        self.started = 0.0

    def step(self, inputs: torch.Tensor, labels: torch.Tensor, gamma: float = 2.0) -> torch.Tensor:
        self.started = time.monotonic()  # expect: GB0007
        loss = focal_loss(self.model(inputs), labels, gamma)
        loss.backward()  # expect: GB0123
        self.optimizer.step()  # expect: GB0025
        self.optimizer.zero_grad()  # expect: GB0008
        return loss.detach()
