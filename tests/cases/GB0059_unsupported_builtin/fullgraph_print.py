"""Under fullgraph a print raises, also one that a debugging switch of the module turns on."""

import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, debug=True):
        super().__init__()
        self.debug = debug
        self.proj = nn.Linear(4, 4)

    def forward(self, x):
        h = self.proj(x)
        if self.debug:
            print(f"encoder out: {tuple(h.shape)}")  # expect: GB0059
        return h.relu()


encoder = torch.compile(Encoder(), fullgraph=True)


def run() -> None:
    encoder(torch.randn(2, 4))
