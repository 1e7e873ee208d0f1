"""Degrees of nodes."""
from __future__ import annotations

import torch

from .num_nodes import maybe_num_nodes


def degree(index: torch.Tensor, num_nodes: int | None = None, dtype: torch.dtype | None = None) -> torch.Tensor:
    n = maybe_num_nodes(index, num_nodes)
    out = torch.zeros(n, dtype=dtype, device=index.device)
    return out.scatter_add_(0, index, torch.ones(index.size(0), dtype=out.dtype, device=index.device))
