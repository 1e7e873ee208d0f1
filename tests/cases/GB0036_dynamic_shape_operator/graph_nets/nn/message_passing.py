"""The base class: propagate calls message, aggregate and update."""
from __future__ import annotations

import torch

from .. import utils


class MessagePassing(torch.nn.Module):
    def __init__(self, aggr: str = "sum"):
        super().__init__()
        self.aggr = aggr

    def propagate(self, edge_index: torch.Tensor, x: torch.Tensor, **kwargs) -> torch.Tensor:
        source, target = edge_index[0], edge_index[1]
        out = self.message(x[source], **{k: v for k, v in kwargs.items() if v is not None})
        return self.update(self.aggregate(out, target, x.size(0)))

    def message(self, x_j: torch.Tensor, norm: torch.Tensor | None = None) -> torch.Tensor:
        return x_j if norm is None else norm.view(-1, 1) * x_j

    def aggregate(self, inputs: torch.Tensor, index: torch.Tensor, size: int) -> torch.Tensor:
        return utils.scatter(inputs, index, dim=0, dim_size=size, reduce=self.aggr)

    def update(self, out: torch.Tensor) -> torch.Tensor:
        return out
