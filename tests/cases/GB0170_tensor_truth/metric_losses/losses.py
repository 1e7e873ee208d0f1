"""Losses over pairs and triplets."""
import torch
from torch import nn

from . import distances as d
from .reducers import AvgNonZeroReducer, BaseReducer, MeanReducer


class PairMixin:
    def pairs(self, labels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        same = labels[:, None] == labels[None, :]
        return same & ~torch.eye(len(labels), dtype=torch.bool), ~same


class BaseLoss(nn.Module):
    default_reducer: type[BaseReducer] = MeanReducer
    default_distance = d.Euclidean

    def __init__(self, reducer: BaseReducer | None = None, distance: d.BaseDistance | None = None):
        super().__init__()
        self.reducer = self.default_reducer() if reducer is None else reducer
        self.distance = distance or self.default_distance()

    def forward(self, embeddings: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        if embeddings.size(0) != labels.size(0):
            raise ValueError("as many labels as embeddings, please")
        return self.reducer(self.compute(embeddings, labels), embeddings)


class ContrastiveLoss(PairMixin, BaseLoss):
    default_reducer = AvgNonZeroReducer

    def __init__(self, pos_margin: float = 0.0, neg_margin: float = 1.0, **kwargs):
        super().__init__(**kwargs)
        self.pos_margin, self.neg_margin = pos_margin, neg_margin

    def compute(self, embeddings: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        positive, negative = self.pairs(labels)
        matrix = self.distance(embeddings)
        attract = nn.functional.relu(self.distance.margin(matrix, self.pos_margin)) * positive
        repel = nn.functional.relu(self.distance.margin(self.neg_margin, matrix)) * negative
        return attract + repel


class ClassMeanLoss(BaseLoss):
    def __init__(self, classes: int, dim: int, momentum: float = 0.9, **kwargs):
        super().__init__(**kwargs)
        self.register_buffer("means", torch.zeros(classes, dim))
        self.register_buffer("seen", torch.zeros(classes, dtype=torch.bool))
        self.momentum = momentum

    def compute(self, embeddings: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        if not self.seen.any():  # expect: GB0170
            self.means.index_copy_(0, labels, embeddings.detach())
        self.seen[labels] = True
        return self.distance(embeddings, self.means).gather(1, labels[:, None])
