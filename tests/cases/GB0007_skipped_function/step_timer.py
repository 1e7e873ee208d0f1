"""Timing within a compiled training step: perf_counter and time are functions that Dynamo skips."""

import time

import torch
from torch import nn


class TimedModel(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(8, 8)
        self.head = nn.Linear(8, 2)
        self.seconds = 0.0

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        start = time.perf_counter()  # expect: GB0007
        hidden = torch.relu(self.body(inputs))
        self.seconds = time.perf_counter() - start  # expect: GB0007
        return self.head(hidden)


model = torch.compile(TimedModel())


def run() -> None:
    model(torch.randn(2, 8))
