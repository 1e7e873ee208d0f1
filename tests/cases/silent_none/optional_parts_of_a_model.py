"""Submodules that may be None, early returns on None, and a missing stage that is skipped."""
from typing import Optional

import torch
from torch import nn


class ConvStage(nn.Module):
    def __init__(self, channels: int, norm: Optional[nn.Module] = None, drop: float = 0.0, act: bool = True):
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, 3, padding=1, bias=norm is None)
        self.norm = norm
        self.act = nn.ReLU() if act else None
        self.drop = nn.Dropout(drop) if drop > 0 else None
        self.register_parameter("gamma", None)
        self.register_buffer("running", None)

    def forward(self, x: Optional[torch.Tensor]) -> Optional[torch.Tensor]:
        if x is None:
            return None
        y = self.conv(x)
        for part in (self.norm, self.act, self.drop):
            if part is not None:
                y = part(y)
        if self.gamma is not None:
            y = y * self.gamma
        if self.running is not None and self.training:
            y = y - self.running
        return y if self.conv.bias is None else y + self.conv.bias[None, :, None]


class Pipeline(nn.Module):
    def __init__(self, *stages: Optional[nn.Module]):
        super().__init__()
        self.stages = nn.ModuleList([s for s in stages if s is not None])
        self.encoder: Optional[nn.Module] = None
        self.head = stages[-1] or None

    def forward(self, x, context=None, scale: Optional[float] = None):
        encoded = self.encoder(context) if self.encoder else context
        for stage in self.stages:
            x = stage(x)
        if self.head is not None and not isinstance(self.head, nn.Identity):
            x = self.head(x)
        if scale:
            x = x * scale
        return x if encoded is None else x + encoded


def run_plain() -> None:
    pipeline = torch.compile(Pipeline(ConvStage(4), None, ConvStage(4, nn.BatchNorm1d(4), 0.1)))
    pipeline(torch.randn(2, 4, 6))


def run_context() -> None:
    pipeline = torch.compile(Pipeline(ConvStage(4, act=False)), fullgraph=True)
    pipeline(torch.randn(2, 4, 6), torch.randn(2, 4, 1), scale=0.5)
    torch.compile(ConvStage(4))(None)
