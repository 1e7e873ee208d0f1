"""Overflow checks as language models have them; the dtype test settles the first one, the second one stays."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, dim=8):
        super().__init__()
        self.fc = nn.Linear(dim, dim)

    def forward(self, hidden):
        hidden = hidden + self.fc(hidden)
        if torch.isinf(hidden).any():  # expect: GB0170
            hidden = torch.clamp(hidden, min=-1e4, max=1e4)
        return hidden


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Block() for _ in range(2)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


model = torch.compile(Model())


def run() -> None:
    model(torch.randn(2, 8))
