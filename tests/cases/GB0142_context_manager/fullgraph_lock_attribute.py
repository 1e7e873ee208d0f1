"""An RLock kept by a module, under fullgraph=True."""

from threading import RLock

import torch
from torch import nn


class Counter(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lock = RLock()
        self.project = nn.Linear(3, 3)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        with self.lock:  # expect: GB0142
            return self.project(inputs)


counter = torch.compile(Counter(), fullgraph=True)


def run() -> None:
    counter(torch.randn(2, 3))
