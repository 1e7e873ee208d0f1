"""How many nodes an edge index speaks of."""
from __future__ import annotations

import torch


def maybe_num_nodes(edge_index: torch.Tensor, num_nodes: int | None = None) -> int:
    if num_nodes is not None:
        return num_nodes
    if torch.jit.is_scripting():
        return int(edge_index.max()) + 1
    return int(edge_index.max()) + 1 if edge_index.numel() > 0 else 0  # expect: GB0124
