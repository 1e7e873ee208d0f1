"""A sparse tensor handed to the region cannot be wrapped: the break is where it is first read."""

import torch
from torch import nn


class GraphConv(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Linear(3, 3)

    def forward(self, adjacency: torch.Tensor, nodes: torch.Tensor) -> torch.Tensor:
        messages = self.weight(nodes)
        return torch.sparse.mm(adjacency, messages)  # expect: GB0015


conv = torch.compile(GraphConv())


def run() -> None:
    conv(torch.eye(3).to_sparse(), torch.randn(3, 3))
