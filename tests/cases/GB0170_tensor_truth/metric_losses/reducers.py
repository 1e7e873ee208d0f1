"""Reductions of loss tensors."""
from __future__ import annotations

import torch
from torch import nn


class BaseReducer(nn.Module):
    def __init__(self, collect_stats: bool = False):
        super().__init__()
        self.collect_stats = collect_stats

    def forward(self, loss: torch.Tensor, embeddings: torch.Tensor) -> torch.Tensor:
        if self.collect_stats:
            self.size = loss.shape[0]
        return self.reduce(loss, embeddings)

    def reduce(self, loss: torch.Tensor, embeddings: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def zero_loss(self, embeddings: torch.Tensor) -> torch.Tensor:
        return torch.sum(embeddings * 0)


class MeanReducer(BaseReducer):
    def reduce(self, loss: torch.Tensor, embeddings: torch.Tensor) -> torch.Tensor:
        return torch.mean(loss)


class AvgNonZeroReducer(BaseReducer):
    def reduce(self, loss: torch.Tensor, embeddings: torch.Tensor) -> torch.Tensor:
        count = (loss > 0).sum()
        if count == 0:  # expect: GB0170
            return self.zero_loss(embeddings)
        return loss.sum() / count
