"""The text tower."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class TextOutput:
    last_hidden: torch.Tensor
    pooled: torch.Tensor | None = None

    def to_tuple(self) -> tuple:
        return tuple(v for v in (self.last_hidden, self.pooled) if v is not None)


class TextTower(nn.Module):
    eos_token_id: int = 2

    def __init__(self, vocab: int, dim: int):
        super().__init__()
        self.embed, self.mix = nn.Embedding(vocab, dim), nn.Linear(dim, dim)
        self.register_buffer("position_ids", torch.arange(16)[None], persistent=False)
        self.position = nn.Embedding(16, dim)

    def pool(self, hidden: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        rows = torch.arange(hidden.shape[0], device=hidden.device)
        if self.eos_token_id == 2:
            return hidden[rows, ids.argmax(dim=-1)]
        return hidden[rows, (ids == self.eos_token_id).int().argmax(dim=-1)]

    def forward(self, ids: torch.Tensor, pooled: bool = True) -> TextOutput:
        ids = ids.view(-1, ids.size()[-1])
        hidden = torch.tanh(self.mix(self.embed(ids) + self.position(self.position_ids[:, : ids.shape[-1]])))
        return TextOutput(hidden, self.pool(hidden, ids) if pooled else None)


class CheckedTextTower(TextTower):
    """Checks that each text has an end before it pools."""

    def pool(self, hidden: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
        ends = (ids == self.eos_token_id).any(dim=-1)
        if not ends.all():  # expect: GB0170
            return hidden[:, -1]
        return super().pool(hidden, ids)
