"""t.random_(...), which fills a tensor in place with random integers."""

import torch
from torch import nn


class Permuter(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        keys = torch.empty(inputs.shape[0], dtype=torch.int64)
        keys.random_(0, 10)  # expect: GB0107
        return self.project(inputs) + keys[:, None]


permuter = torch.compile(Permuter(), fullgraph=True)


def run_permuter() -> None:
    permuter(torch.randn(2, 4))
