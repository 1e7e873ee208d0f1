"""What all models of the package share."""
from __future__ import annotations

import torch
from torch import nn

from .configuration import TinyConfig


class PreTrainedModel(nn.Module):
    config_class = TinyConfig

    def __init__(self, config: TinyConfig):
        super().__init__()
        self.config = config

    def post_init(self) -> None:
        for module in self.modules():
            if isinstance(module, nn.Linear) and module.bias is not None:
                nn.init.zeros_(module.bias)

    @property
    def dtype(self) -> torch.dtype:
        return next(self.parameters()).dtype

    def save(self) -> dict[str, float]:
        return {name: p.mean().item() for name, p in self.named_parameters()}

    def update_mask(self, attention_mask: torch.Tensor | None, x: torch.Tensor) -> torch.Tensor | None:
        from .masking import causal_mask

        return causal_mask(attention_mask, x, self.config.sliding_window)
