"""A module stamps its outputs with datetime.now()."""

from datetime import datetime

import torch
from torch import nn


class Stamped(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> tuple[torch.Tensor, datetime]:
        moment = datetime.now()  # expect: GB0156
        return self.project(inputs), moment


model = torch.compile(Stamped(), dynamic=False)


def run() -> None:
    model(torch.randn(2, 4))
