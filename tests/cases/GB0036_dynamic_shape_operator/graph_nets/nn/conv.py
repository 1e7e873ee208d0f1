"""Convolutions."""
from __future__ import annotations

import torch
from torch import nn

from ..utils import add_self_loops, degree, remove_self_loops
from .message_passing import MessagePassing


def gcn_norm(edge_index: torch.Tensor, num_nodes: int | None = None, clean: bool = True):
    if clean:
        edge_index, _ = remove_self_loops(edge_index)
    edge_index = add_self_loops(edge_index, num_nodes)
    deg = degree(edge_index[1], num_nodes).pow(-0.5)
    deg = deg.masked_fill(deg == float("inf"), 0)
    return edge_index, deg[edge_index[0]] * deg[edge_index[1]]


class GCNConv(MessagePassing):
    def __init__(self, dim: int, out: int, cached: bool = False, clean: bool = True):
        super().__init__(aggr="sum")
        self.lin, self.bias = nn.Linear(dim, out, bias=False), nn.Parameter(torch.zeros(out))
        self.cached, self.clean, self._cache = cached, clean, None

    def forward(self, x: torch.Tensor, edge_index: torch.Tensor) -> torch.Tensor:
        if self._cache is None:
            result = gcn_norm(edge_index, x.size(0), self.clean)
            if self.cached:
                self._cache = result
        else:
            result = self._cache
        edge_index, norm = result
        return self.propagate(edge_index, self.lin(x), norm=norm) + self.bias


class MaxConv(MessagePassing):
    def __init__(self, dim: int, out: int):
        super().__init__("max")
        self.lin = nn.Linear(2 * dim, out)

    def forward(self, x: torch.Tensor, edge_index: torch.Tensor) -> torch.Tensor:
        x = x / degree(edge_index[0]).max().clamp(min=1)
        return self.lin(torch.cat([x, self.propagate(edge_index, x)], dim=-1))
