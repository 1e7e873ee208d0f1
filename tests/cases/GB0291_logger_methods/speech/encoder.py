"""Convolutional front end and encoder."""
from __future__ import annotations

import torch
from torch import nn

from .utils import logging
from .utils.deprecation import deprecated_kwarg

logger = logging.get_logger(__name__)


class FrontEnd(nn.Module):
    def __init__(self, dim: int, strides: tuple[int, ...] = (2, 2)):
        super().__init__()
        self.convs = nn.ModuleList()
        for i, stride in enumerate(strides):
            self.convs.append(nn.Conv1d(1 if i == 0 else dim, dim, 3, stride=stride, padding=1))

    def forward(self, audio: torch.Tensor) -> torch.Tensor:
        x = audio[:, None]
        for conv in self.convs:
            x = conv(x).relu()
        return x.transpose(1, 2)


class SpeechEncoder(nn.Module):
    max_frames = 4

    def __init__(self, dim: int = 6):
        super().__init__()
        self.front_end, self.proj = FrontEnd(dim), nn.Linear(dim, dim)
        self.mask_embedding = nn.Parameter(torch.zeros(dim))
        logger.info("a speech encoder of size %d", dim)

    @deprecated_kwarg("mask", new="attention_mask")
    def forward(self, audio: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        x = self.proj(self.front_end(audio))
        if x.shape[1] > self.max_frames:
            logger.warning("%d frames, cut to %d", x.shape[1], self.max_frames)  # expect: GB0291
            x = x[:, : self.max_frames]
        if attention_mask is not None:
            x = torch.where(attention_mask[:, : x.shape[1], None], x, self.mask_embedding)
        return x
