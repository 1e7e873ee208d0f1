"""The decoder and its language-model head."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from .activations import ACT2FN
from .base import PreTrainedModel
from .configuration import TinyConfig


class Attention(nn.Module):
    def __init__(self, config: TinyConfig):
        super().__init__()
        self.heads, self.dim = config.num_heads, config.hidden_size // config.num_heads
        self.qkv, self.out = nn.Linear(config.hidden_size, 3 * config.hidden_size), nn.Linear(config.hidden_size, config.hidden_size)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        shape = (*x.shape[:-1], self.heads, self.dim)
        q, k, v = (t.view(shape).transpose(1, 2) for t in self.qkv(x).chunk(3, dim=-1))
        is_causal = mask is None and q.shape[2] > 1
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=is_causal)
        return self.out(out.transpose(1, 2).reshape(x.shape))


class DecoderLayer(nn.Module):
    def __init__(self, config: TinyConfig, index: int):
        super().__init__()
        self.attn, self.act = Attention(config), ACT2FN[config.hidden_act]
        self.up, self.down = nn.Linear(config.hidden_size, 16), nn.Linear(16, config.hidden_size)
        self.norm1, self.norm2 = nn.RMSNorm(config.hidden_size), nn.RMSNorm(config.hidden_size)
        self.index = index

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        x = x + self.attn(self.norm1(x), mask)
        return x + self.down(self.act(self.up(self.norm2(x))))


class TinyModel(PreTrainedModel):
    def __init__(self, config: TinyConfig):
        super().__init__(config)
        self.embed = nn.Embedding(config.vocab_size, config.hidden_size, config.pad_token_id)
        self.layers = nn.ModuleList([DecoderLayer(config, i) for i in range(config.num_layers)])
        self.norm = nn.RMSNorm(config.hidden_size)
        self.post_init()

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        x = self.embed(input_ids)
        mask = self.update_mask(attention_mask, x)
        for layer in self.layers[: self.config.num_layers]:
            x = layer(x, mask)
        return self.norm(x)


class TinyForCausalLM(PreTrainedModel):
    def __init__(self, config: TinyConfig):
        super().__init__(config)
        self.model = TinyModel(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def forward(self, input_ids, attention_mask=None, labels=None):
        logits = self.lm_head(self.model(input_ids, attention_mask=attention_mask))
        if labels is None:
            return logits
        return F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten())
