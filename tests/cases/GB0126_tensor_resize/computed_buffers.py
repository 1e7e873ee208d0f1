"""Buffers made in the region and changed by methods that Dynamo does not trace: resize_ and random_."""

import torch
from torch import nn


@torch.compile
def pad_cache(keys: torch.Tensor, length: int) -> torch.Tensor:
    cache = torch.zeros(keys.shape)
    cache.resize_(length, keys.shape[1])  # expect: GB0126
    return cache + 1


class Permuter(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        keys = torch.empty(inputs.shape[0], dtype=torch.int64)
        keys.random_(0, 10)  # expect: GB0107
        return self.project(inputs) + keys[:, None]


permuter = torch.compile(Permuter(), fullgraph=True)


def run_pad_cache() -> None:
    pad_cache(torch.randn(2, 3), 1)


def run_permuter() -> None:
    permuter(torch.randn(2, 4))
