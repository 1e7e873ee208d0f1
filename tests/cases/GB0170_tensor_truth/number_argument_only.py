"""Comparisons of plain numbers, strings, shapes and lengths that only look like those of tensors."""

import torch
from torch import nn


def warmup(step: int, total: int = 100) -> float:
    if step < total // 10:
        return step / total
    return 1.0 if step < total else 0.0


class Resampler(nn.Module):
    def __init__(self, mode: str = "linear", factor: float = 2.0):
        super().__init__()
        self.mode, self.factor = mode, factor
        self.steps = 0

    def forward(self, x, lengths, weights=None):
        self.steps += 1
        if self.mode == "linear" and self.factor > 1 and x.size(-1) > 2:
            x = x.repeat_interleave(int(self.factor), dim=-1)
        if len(lengths) > 1 or weights is None:
            x = x * warmup(x.shape[0])
        while x.shape[-1] > 8:
            x = x[..., ::2]
        return x if x.is_floating_point() and not x.is_complex() else x.float()


resampler = torch.compile(Resampler(), fullgraph=True)


def run() -> None:
    resampler(torch.randn(2, 6), [1, 2])
