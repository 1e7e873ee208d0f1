"""Self loops."""
from __future__ import annotations

import torch

from .num_nodes import maybe_num_nodes


def remove_self_loops(edge_index: torch.Tensor, weight: torch.Tensor | None = None):
    mask = edge_index[0] != edge_index[1]
    edge_index = edge_index[:, mask]  # expect: GB0036
    if weight is None:
        return edge_index, None
    return edge_index, weight[mask]


def add_self_loops(edge_index: torch.Tensor, num_nodes: int | None = None) -> torch.Tensor:
    n = maybe_num_nodes(edge_index, num_nodes)
    loop = torch.arange(0, n, dtype=torch.long, device=edge_index.device)
    return torch.cat([edge_index, loop.unsqueeze(0).repeat(2, 1)], dim=1)
