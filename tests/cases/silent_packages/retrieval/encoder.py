"""The encoder: the only compiled part."""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .pooling import POOLERS


@dataclass
class EncoderConfig:
    vocab: int = 20
    dim: int = 8
    pooling: str = "mean"
    normalize: bool = True
    max_length: int | None = None


class Encoder(nn.Module):
    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.config = config
        self.embed = nn.EmbeddingBag(config.vocab, config.dim) if config.pooling == "bag" else nn.Embedding(config.vocab, config.dim)
        self.layer = nn.TransformerEncoderLayer(config.dim, 2, 16, batch_first=True, dropout=0.0)
        self.pool = POOLERS[config.pooling]

    def forward(self, ids: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        if self.config.max_length is not None and ids.shape[1] > self.config.max_length:
            ids = ids[:, : self.config.max_length]
            mask = mask[:, : self.config.max_length] if mask is not None else None
        x = self.layer(self.embed(ids))
        x = self.pool(x, mask)
        return F.normalize(x, dim=-1) if self.config.normalize else x

    @torch.no_grad()
    def statistics(self) -> dict[str, float]:
        return {name: p.norm().item() for name, p in self.named_parameters() if p.norm() > 0}
