"""Blocks of the tower."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn


class Rotary2d(nn.Module):
    inv_freq: torch.Tensor

    def __init__(self, dim: int, theta: float = 100.0):
        super().__init__()
        self.register_buffer("inv_freq", 1.0 / theta ** (torch.arange(0, dim, 2).float() / dim), persistent=False)

    def forward(self, pos: torch.Tensor) -> torch.Tensor:
        return (pos.float()[..., None] * self.inv_freq).flatten(1)


class BlockBase(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.norm = nn.LayerNorm(dim)

    def forward(self, x: torch.Tensor, *args) -> torch.Tensor:
        return x + self.mix(self.norm(x), *args)

    def mix(self, x: torch.Tensor, *args) -> torch.Tensor:
        raise NotImplementedError


class MLPBlock(BlockBase):
    def __init__(self, dim: int):
        super().__init__(dim)
        self.fc = nn.Linear(dim, dim)

    def mix(self, x: torch.Tensor, *args) -> torch.Tensor:
        return F.gelu(self.fc(x))


class SegmentAttention(BlockBase):
    """Attention within each image: the sequence is split by lengths that live in a tensor."""

    def __init__(self, dim: int):
        super().__init__(dim)
        self.qkv = nn.Linear(dim, 3 * dim)

    def mix(self, x: torch.Tensor, cu_seqlens: torch.Tensor, emb: torch.Tensor) -> torch.Tensor:
        lengths = cu_seqlens[1:] - cu_seqlens[:-1]
        qkv = self.qkv(x) * (1 + emb.sin().mean(-1, keepdim=True))
        out = []
        for part in torch.split(qkv, lengths.tolist(), dim=0):  # expect: GB0033
            q, k, v = part[None].chunk(3, dim=-1)
            out.append(F.scaled_dot_product_attention(q, k, v)[0])
        return torch.cat(out)
