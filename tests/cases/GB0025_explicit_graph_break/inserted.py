"""Breaks put in by hand between encoder and decoder; and in a helper."""

import torch
import torch._dynamo
from torch import nn


def boundary(hidden: torch.Tensor) -> torch.Tensor:
    torch._dynamo.graph_break()  # expect: GB0025
    return hidden


class AutoEncoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Linear(4, 2)
        self.decoder = nn.Linear(2, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = boundary(self.encoder(inputs))
        torch._dynamo.graph_break()  # expect: GB0025
        return self.decoder(hidden)


model = torch.compile(AutoEncoder())


def run() -> None:
    model(torch.randn(2, 4))
