"""Compile calls that stand in a helper, behind a flag, or are wrapped in a loop over models."""

import torch
from torch import nn


class Clipped(nn.Module):
    def __init__(self, limit: float):
        super().__init__()
        self.limit = limit

    def forward(self, x):
        norm = x.norm()
        return x * self.limit / norm if norm > self.limit else x  # expect: GB0170


def maybe_compile(model: nn.Module, enabled: bool = True) -> nn.Module:
    if enabled:
        model = torch.compile(model, mode="reduce-overhead")
    return model


def build(use_compile: bool = True):
    model = Clipped(0.1)
    return maybe_compile(model, use_compile)


def run() -> None:
    build()(torch.randn(4))
