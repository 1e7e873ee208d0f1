"""Both towers and the loss."""
from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .text import CheckedTextTower, TextTower


def clip_loss(similarity: torch.Tensor) -> torch.Tensor:
    target = torch.arange(len(similarity), device=similarity.device)
    return (F.cross_entropy(similarity, target) + F.cross_entropy(similarity.t(), target)) / 2


class ContrastiveModel(nn.Module):
    text_class: type[TextTower] = TextTower

    def __init__(self, dim: int = 6, vocab: int = 12, max_scale: float = 100.0):
        super().__init__()
        self.text = self.text_class(vocab, dim)
        self.image = nn.Sequential(nn.Flatten(), nn.Linear(12, dim))
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.max_scale = max_scale

    @property
    def scale(self) -> torch.Tensor:
        return self.logit_scale.exp().clamp(max=self.max_scale)

    def forward(self, pixels: torch.Tensor, ids: torch.Tensor, return_loss: bool = False) -> torch.Tensor:
        image = F.normalize(self.image(pixels), dim=-1)
        text = F.normalize(self.text(ids).to_tuple()[1], dim=-1)
        similarity = self.scale * text @ image.t()
        return clip_loss(similarity) if return_loss else similarity


class MultilingualModel(ContrastiveModel):
    text_class = CheckedTextTower

    def forward(self, pixels: torch.Tensor, ids: torch.Tensor, return_loss: bool = False) -> torch.Tensor:
        if self.logit_scale > math.log(self.max_scale):  # expect: GB0170
            return super().forward(pixels, ids, return_loss=False)
        return super().forward(pixels, ids, return_loss)
