"""A trainer keeps its logger in self.logger and compiles one of its own methods in __init__."""

import logging

import torch
from torch import nn


class Trainer:
    def __init__(self, model: nn.Module) -> None:
        self.logger = logging.getLogger("trainer")
        self.model = model
        self.forward_loss = torch.compile(self.forward_loss)

    def forward_loss(self, inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        outputs = self.model(inputs)
        self.logger.info("computed a batch of %d", inputs.shape[0])  # expect: GB0291
        return nn.functional.mse_loss(outputs, targets)


def run() -> None:
    trainer = Trainer(nn.Linear(4, 2))
    trainer.forward_loss(torch.randn(3, 4), torch.randn(3, 2))
