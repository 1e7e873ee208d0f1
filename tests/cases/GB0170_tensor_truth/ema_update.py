"""An exponential moving average: the step counter is a buffer, its test breaks; a Python counter's does not."""

import torch
from torch import nn


class EMA(nn.Module):
    def __init__(self, dim: int, decay: float = 0.99):
        super().__init__()
        self.decay = decay
        self.register_buffer("average", torch.zeros(dim))
        self.register_buffer("initialised", torch.tensor(False))
        self.updates = 0

    def forward(self, value):
        self.updates += 1
        if not self.initialised:  # expect: GB0170
            self.average.copy_(value)
            self.initialised.fill_(True)
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        if self.training and self.updates > 0:
            self.average.mul_(decay).add_(value, alpha=1 - decay)
        return self.average


ema = torch.compile(EMA(3))


def run() -> None:
    ema(torch.randn(3))
