"""A key-value cache: None slots, lengths as ints, lists of tensors tested by their length only."""
from __future__ import annotations

import torch
from torch import nn


class Cache:
    def __init__(self, layers: int):
        self.keys: list[torch.Tensor | None] = [None] * layers
        self.values: list[torch.Tensor | None] = [None] * layers

    def __len__(self) -> int:
        return 0 if self.keys[0] is None else self.keys[0].shape[-2]

    def update(self, k: torch.Tensor, v: torch.Tensor, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        old_k, old_v = self.keys[layer], self.values[layer]
        if old_k is not None and old_v is not None:
            k, v = torch.cat([old_k, k], dim=-2), torch.cat([old_v, v], dim=-2)
        self.keys[layer], self.values[layer] = k, v
        return k, v


class Layer(nn.Module):
    def __init__(self, dim: int, index: int):
        super().__init__()
        self.qkv = nn.Linear(dim, 3 * dim)
        self.index = index

    def forward(self, x: torch.Tensor, cache: Cache | None) -> torch.Tensor:
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        if cache is not None:
            k, v = cache.update(k, v, self.index)
        is_causal = q.shape[-2] > 1 and q.shape[-2] == k.shape[-2]
        return x + nn.functional.scaled_dot_product_attention(q, k, v, is_causal=is_causal)


class Decoder(nn.Module):
    def __init__(self, dim: int = 8, layers: int = 2):
        super().__init__()
        self.layers = nn.ModuleList([Layer(dim, i) for i in range(layers)])

    def forward(self, x: torch.Tensor, cache: Cache | None = None, hidden: list | None = None):
        past = 0 if cache is None else len(cache)
        x = x + past
        for layer in self.layers:
            if hidden is not None:
                hidden.append(x)
            x = layer(x, cache)
        return (x, hidden) if hidden else x


def run_no_cache() -> None:
    torch.compile(Decoder())(torch.randn(1, 4, 8))


def run_decode() -> None:
    decoder, cache = torch.compile(Decoder()), Cache(2)
    decoder(torch.randn(1, 4, 8), cache)
    decoder(torch.randn(1, 1, 8), cache, [])
