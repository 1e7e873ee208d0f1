"""Search over encoded documents, eagerly."""
from __future__ import annotations

import json
import logging

import torch

logger = logging.getLogger(__name__)


class Index:
    def __init__(self, vectors: torch.Tensor, titles: list[str]):
        if torch.isnan(vectors).any():
            raise ValueError("NaN in the vectors")
        self.vectors, self.titles = vectors, titles
        logger.info("an index of %d vectors, mean norm %.2f", len(vectors), vectors.norm(dim=-1).mean().item())

    def search(self, query: torch.Tensor, k: int) -> list[list[tuple[str, float]]]:
        scores, rows = (query @ self.vectors.T).topk(min(k, len(self.titles)))
        return [[(self.titles[i], s) for i, s in zip(r.tolist(), sc.tolist())] for r, sc in zip(rows, scores)]

    def dump(self) -> str:
        duplicates = torch.unique(self.vectors, dim=0).shape[0] < len(self.vectors)
        return json.dumps({"titles": self.titles, "duplicates": duplicates, "first": self.vectors[0].tolist()})
