"""The encoder."""
from __future__ import annotations

import torch
from torch import nn

from asr.masks import add_optional_chunk_mask, make_pad_mask
from asr.subsampling import SUBSAMPLING


class EncoderLayer(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.attn, self.norm = nn.Linear(size, 3 * size), nn.LayerNorm(size)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        q, k, v = self.attn(self.norm(x)).chunk(3, dim=-1)
        scores = (q @ k.transpose(1, 2)).masked_fill(~mask, -float("inf"))
        return x + scores.softmax(-1).masked_fill(~mask, 0.0) @ v


class ASREncoder(nn.Module):
    def __init__(self, dim: int = 4, size: int = 6, layer: str = "conv2d2", chunk: int = -1, dynamic: bool = False):
        super().__init__()
        self.embed = SUBSAMPLING[layer](dim, size)
        self.encoders = nn.ModuleList([EncoderLayer(size) for _ in range(2)])
        self.after_norm, self.chunk, self.dynamic = nn.LayerNorm(size), chunk, dynamic

    def forward(self, xs: torch.Tensor, xs_lens: torch.Tensor, max_len: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
        masks = ~make_pad_mask(xs_lens, max_len).unsqueeze(1)
        xs, masks = self.embed(xs, masks)
        chunk_masks = add_optional_chunk_mask(xs, masks, self.dynamic, self.chunk)
        for layer in self.encoders:
            xs = layer(xs, chunk_masks)
        return self.after_norm(xs), masks
