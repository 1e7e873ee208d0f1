"""A learned temperature created as an nn.Parameter inside forward."""

import torch
from torch import nn


class ScaledClassifier(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 3)

    def scale(self, logits: torch.Tensor) -> torch.Tensor:
        temperature = nn.Parameter(torch.ones(logits.shape[-1]))  # expect: GB0264
        return logits / temperature

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.scale(self.head(inputs))


model = torch.compile(ScaledClassifier())


def run() -> None:
    model(torch.randn(2, 4))
