"""A trainer's compiled step reached through self.optimizer, assigned in __init__ from an argument."""

import torch
from torch import nn


class Learner:
    def __init__(self, model: nn.Module, optimizer: torch.optim.Optimizer) -> None:
        self.model = model
        self.optimizer = optimizer

    def prepare(self) -> None:
        self.optimizer.zero_grad()  # expect: GB0008

    def loss(self, inputs: torch.Tensor) -> torch.Tensor:
        self.prepare()
        return self.model(inputs).pow(2).mean()


net = nn.Linear(3, 1)
learner = Learner(net, torch.optim.SGD(net.parameters(), lr=0.1))
compiled_loss = torch.compile(learner.loss)


def run() -> None:
    compiled_loss(torch.randn(2, 3))
