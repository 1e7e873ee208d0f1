"""A NamedTuple class defined inside forward, with fullgraph=True."""

from typing import NamedTuple

import torch
from torch import nn


class Detector(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 5)

    def forward(self, features: torch.Tensor) -> tuple[torch.Tensor, ...]:
        class Output(NamedTuple):  # expect: GB8977
            boxes: torch.Tensor
            scores: torch.Tensor

        hidden = self.head(features)
        return Output(hidden[:, :4], hidden[:, 4])


detector = torch.compile(Detector(), fullgraph=True)


def run() -> None:
    detector(torch.randn(2, 4))
