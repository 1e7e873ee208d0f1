"""A config decides; the branches that this config closes are never traced, but nothing in the open ones breaks either."""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn as nn


@dataclass(frozen=True)
class ModelConfig:
    dim: int = 8
    layers: int = 2
    norm: str = "layer"
    activation: str = "gelu"
    tie: bool = True
    dropout: float = 0.0
    output_hidden: bool = False
    layer_types: tuple[str, ...] = ("full", "window")


class Attention(nn.Module):
    def __init__(self, config: ModelConfig, index: int):
        super().__init__()
        self.config, self.kind = config, config.layer_types[index % len(config.layer_types)]
        self.qkv = nn.Linear(config.dim, 3 * config.dim)
        self.window = 2 if self.kind == "window" else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = self.qkv(x).split(self.config.dim, dim=-1)
        bias = None
        if self.window is not None and x.shape[1] > self.window:
            position = torch.arange(x.shape[1])
            near = (position[:, None] - position[None, :]).abs() < self.window
            bias = torch.zeros(x.shape[1], x.shape[1]).masked_fill(~near, float("-inf"))
        p = self.config.dropout if self.training else 0.0
        return nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias, dropout_p=p)


class Model(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(16, config.dim)
        self.layers = nn.ModuleList([Attention(config, i) for i in range(config.layers)])
        self.norm = {"layer": nn.LayerNorm, "rms": nn.RMSNorm}[config.norm](config.dim)
        self.head = None if config.tie else nn.Linear(config.dim, 16)

    def forward(self, ids: torch.Tensor, output_hidden: bool | None = None):
        output_hidden = self.config.output_hidden if output_hidden is None else output_hidden
        x, hidden = self.embed(ids), () if output_hidden else None
        for i, layer in enumerate(self.layers[: self.config.layers]):
            if output_hidden:
                hidden += (x,)
            x = x + layer(x) * (0.5 if i == 0 and self.config.layers > 1 else 1.0)
        x = self.norm(x)
        if self.config.tie:
            logits = x @ self.embed.weight.T
        else:
            logits = self.head(x)
        if self.config.activation == "tanh" or getattr(self.config, "softcap", None):
            logits = torch.tanh(logits)
        return tuple(v for v in (logits, hidden) if v is not None)


def run_tied() -> None:
    torch.compile(Model(ModelConfig()))(torch.randint(0, 16, (1, 5)))


def run_other_config() -> None:
    config = ModelConfig(norm="rms", tie=False, dropout=0.1, activation="tanh", output_hidden=True)
    torch.compile(Model(config))(torch.randint(0, 16, (1, 5)))
