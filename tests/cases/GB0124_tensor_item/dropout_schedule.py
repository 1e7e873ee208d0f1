"""A model reads buffers in forward, once through a property and once through a base class."""

import torch
from torch import nn


class Scheduled(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("step", torch.zeros((), dtype=torch.long))

    @property
    def progress(self):
        return min(self.step.item() / 100, 1.0)  # expect: GB0124

    def advance(self):
        self.step += 1


class ScheduledDropout(Scheduled):
    def __init__(self, rate=0.5):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        self.advance()
        return nn.functional.dropout(x, self.rate * self.progress, self.training)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 4), ScheduledDropout(), nn.ReLU())

    def forward(self, x):
        return self.body(x)


model = Model()
model.compile()


def run() -> None:
    model(torch.randn(2, 4))
