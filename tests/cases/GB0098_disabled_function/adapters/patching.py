"""Puts adapters into a model."""
from __future__ import annotations

from torch import nn

from .lora import LoRALinear


def inject(model: nn.Module, names: tuple[str, ...], **kwargs) -> nn.Module:
    for name, child in list(model.named_children()):
        if name in names and isinstance(child, nn.Linear):
            setattr(model, name, LoRALinear(child, **kwargs))
        else:
            inject(child, names, **kwargs)
    return model
