"""Attention code full of tests on sizes, ranks, dtypes and devices: Dynamo knows them all while it traces."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def repeat_kv(hidden: torch.Tensor, n_rep: int) -> torch.Tensor:
    batch, heads, length, dim = hidden.shape
    if n_rep == 1:
        return hidden
    hidden = hidden[:, :, None].expand(batch, heads, n_rep, length, dim)
    return hidden.reshape(batch, heads * n_rep, length, dim)


class GroupedQueryAttention(nn.Module):
    def __init__(self, dim: int, heads: int, kv_heads: int):
        super().__init__()
        if dim % heads:
            raise ValueError(f"dim {dim} is not a multiple of heads {heads}")
        self.heads, self.kv_heads, self.head_dim = heads, kv_heads, dim // heads
        self.q = nn.Linear(dim, dim)
        self.kv = nn.Linear(dim, 2 * kv_heads * self.head_dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        if x.dim() != 3:
            raise ValueError(f"expected (batch, length, dim), got {x.ndim} dimensions")
        batch, length, _ = x.size()
        q = self.q(x).view(batch, length, self.heads, self.head_dim).transpose(1, 2)
        k, v = self.kv(x).view(batch, length, 2 * self.kv_heads, self.head_dim).transpose(1, 2).chunk(2, dim=1)
        k, v = repeat_kv(k, self.heads // self.kv_heads), repeat_kv(v, self.heads // self.kv_heads)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.size(-1))
        if mask is not None:
            if mask.size() != (batch, 1, length, length):
                raise ValueError("the mask has the wrong size")
            scores = scores + mask
        elif length > 1 and not x.requires_grad:
            causal = torch.ones(length, length, dtype=torch.bool, device=x.device).tril()
            scores = scores.masked_fill(~causal, torch.finfo(scores.dtype).min)
        if scores.dtype != torch.float32 and scores.device.type == "cuda":
            scores = scores.float()
        weights = F.softmax(scores, dim=-1)
        if weights.shape[-1] == 0 or weights.numel() == 0:
            return x
        out = (weights @ v).transpose(1, 2)
        return self.out(out.reshape(batch, length, -1) if len(out.shape) == 4 else out)


def run_causal() -> None:
    attention = torch.compile(GroupedQueryAttention(16, 4, 2))
    attention(torch.randn(2, 5, 16))


def run_masked() -> None:
    attention = torch.compile(GroupedQueryAttention(16, 4, 2), fullgraph=True)
    attention(torch.randn(2, 5, 16), torch.zeros(2, 1, 5, 5))


def run_one_token() -> None:
    torch.compile(GroupedQueryAttention(16, 4, 4))(torch.randn(1, 1, 16))
