"""Modules without parameters may be built in the region, and parameters made in __init__ may be used there."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(4))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = nn.ReLU()(inputs * self.scale)
        return nn.Dropout(0.1)(hidden)


head = torch.compile(Head(), fullgraph=True)


@torch.compile(fullgraph=True)
def loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return nn.CrossEntropyLoss(label_smoothing=0.1)(logits, labels)


def run_head() -> None:
    head(torch.randn(2, 4))


def run_loss() -> None:
    loss(torch.randn(2, 4), torch.tensor([0, 3]))
