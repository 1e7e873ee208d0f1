"""The models."""
from __future__ import annotations

import math
from functools import partial

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from .builder import register_model
from .layers import LayerNorm2d, SelectAdaptivePool2d, SqueezeExcite, get_norm

__all__ = ["ConvNet", "convnet_tiny", "convnet_se"]


class FeatureMixin:
    feature_info: list[dict]

    def forward_intermediates(self, x: torch.Tensor, indices: list[int] | int | None = None, norm: bool = False):
        take = list(range(len(self.stages))) if indices is None else [indices] if isinstance(indices, int) else indices
        outputs = []
        x = self.stem(x)
        for i, stage in enumerate(self.stages):
            x = self.run_stage(stage, x)
            if i in take:
                outputs.append(self.norm(x) if norm and i == len(self.stages) - 1 else x)
            if i >= max(take):
                break
        return x, outputs


class Block(nn.Module):
    def __init__(self, dim: int, norm_layer, se: bool = False, layer_scale: float | None = 1e-6):
        super().__init__()
        self.dw, self.norm, self.pw = nn.Conv2d(dim, dim, 3, padding=1, groups=dim), norm_layer(dim), nn.Conv2d(dim, dim, 1)
        self.se = SqueezeExcite(dim) if se else nn.Identity()
        self.gamma = nn.Parameter(layer_scale * torch.ones(dim)) if layer_scale else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.se(self.pw(nn.functional.gelu(self.norm(self.dw(x)))))
        if self.gamma is not None:
            y = y.mul(self.gamma.reshape(1, -1, 1, 1))
        return x + y


class ConvNet(FeatureMixin, nn.Module):
    def __init__(self, depths=(1, 1), dim: int = 4, classes: int = 3, norm="ln2d", pool: str = "avg", se: bool = False):
        super().__init__()
        norm_layer = partial(get_norm(norm)) if norm else LayerNorm2d
        self.stem = nn.Conv2d(3, dim, 4, stride=4)
        self.stages = nn.ModuleList(nn.Sequential(*[Block(dim, norm_layer, se) for _ in range(d)]) for d in depths)
        self.feature_info = [{"num_chs": dim, "reduction": 4 * math.prod([1])} for _ in depths]
        self.norm, self.pool = norm_layer(dim), SelectAdaptivePool2d(pool)
        self.head = nn.Linear(dim, classes) if classes > 0 else nn.Identity()
        self.grad_checkpointing, self.drop_rate = False, 0.1

    def run_stage(self, stage: nn.Module, x: torch.Tensor) -> torch.Tensor:
        if self.grad_checkpointing and not torch.jit.is_scripting():
            return checkpoint(stage, x, use_reentrant=False)
        return stage(x)

    def forward_features(self, x: torch.Tensor) -> torch.Tensor:
        return self.norm(self.forward_intermediates(x)[0])

    def forward_head(self, x: torch.Tensor, pre_logits: bool = False) -> torch.Tensor:
        x = self.pool(x)
        if self.drop_rate > 0.0:
            x = nn.functional.dropout(x, p=float(self.drop_rate), training=self.training)
        return x if pre_logits else self.head(x)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.forward_head(self.forward_features(x))


@register_model
def convnet_tiny(**kwargs) -> ConvNet:
    return ConvNet(**{"dim": 4, **kwargs})


@register_model
def convnet_se(**kwargs) -> ConvNet:
    return ConvNet(se=True, norm="bn", **kwargs)
