"""Metrics that keep their sums in buffers and never leave the tensor world: calibration, retrieval, image quality."""
from __future__ import annotations

import torch
from torch import nn


class MeanMetric(nn.Module):
    total: torch.Tensor
    weight: torch.Tensor

    def __init__(self, nan_strategy: str = "zero"):
        super().__init__()
        self.nan_strategy = nan_strategy
        self.register_buffer("total", torch.tensor(0.0))
        self.register_buffer("weight", torch.tensor(0.0))

    def update(self, value: torch.Tensor | float, weight: torch.Tensor | float = 1.0) -> None:
        if not isinstance(value, torch.Tensor):
            value = torch.as_tensor(value, dtype=torch.float32)
        if not torch.is_tensor(weight):
            weight = torch.full_like(value, weight)
        if self.nan_strategy == "zero" and value.is_floating_point():
            value = torch.nan_to_num(value)
        if value.numel() == 0:
            return
        self.total += (value * weight).sum()
        self.weight += weight.sum()

    def compute(self) -> torch.Tensor:
        return self.total / self.weight

    def forward(self, value, weight=1.0) -> torch.Tensor:
        self.update(value, weight)
        return self.compute()


class CalibrationError(nn.Module):
    def __init__(self, bins: int = 5):
        super().__init__()
        self.register_buffer("edges", torch.linspace(0, 1, bins + 1))
        self.mean = MeanMetric()

    def forward(self, probs: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        confidence, predicted = probs.max(dim=-1)
        correct = predicted.eq(target).float()
        inside = (confidence[None] > self.edges[:-1, None]) & (confidence[None] <= self.edges[1:, None])
        count = inside.sum(1)
        gap = ((correct - confidence) * inside).sum(1).abs()
        self.mean(confidence - correct)
        return torch.where(count > 0, gap, 0.0).sum() / len(target)


@torch.compile
def image_quality(a: torch.Tensor, b: torch.Tensor, data_range: float | None = None, window: int = 3):
    if a.shape != b.shape or a.dtype != b.dtype:
        raise ValueError(f"{a.shape} {a.dtype} against {b.shape} {b.dtype}")
    scale = (b.amax() - b.amin()) if data_range is None else data_range
    mse = (a - b).square().mean((-3, -2, -1))
    psnr = 10 * torch.log10(scale**2 / mse.clamp_min(1e-10))
    kernel = torch.ones(a.shape[1], 1, window, window) / window**2
    mu_a, mu_b = (nn.functional.conv2d(t, kernel, groups=t.shape[1]) for t in (a, b))
    cov = nn.functional.conv2d(a * b, kernel, groups=a.shape[1]) - mu_a * mu_b
    return {"psnr": psnr, "cov": cov.mean(), "mean": (mu_a * mu_b).mean()}


def run_mean() -> None:
    metric = torch.compile(MeanMetric())
    metric(torch.randn(3))
    metric(2.0, 0.5)


def run_calibration() -> None:
    torch.compile(CalibrationError())(torch.rand(4, 3).softmax(-1), torch.tensor([0, 1, 2, 0]))


def run_image_quality() -> None:
    image_quality(torch.rand(1, 2, 6, 6), torch.rand(1, 2, 6, 6), data_range=1.0)
