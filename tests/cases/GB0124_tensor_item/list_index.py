"""A Python list or tuple indexed by a tensor needs the number; a ModuleList indexed by an int does not."""

import torch
from torch import nn

RESOLUTIONS = (8, 16, 32)


class Router(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(4, 3)
        self.experts = nn.ModuleList(nn.Linear(4, 4) for _ in range(3))

    def forward(self, x, resolution_index):
        size = RESOLUTIONS[resolution_index]  # expect: GB0124
        choice = self.gate(x.mean(dim=0)).argmax()
        scale = [0.5, 1.0, 2.0][choice]  # expect: GB0124
        last = self.experts[len(self.experts) - 1]
        return last(x) * scale / size


router = torch.compile(Router())


def run() -> None:
    router(torch.randn(2, 4), torch.tensor(1))
