"""Tensor.is_inference() in a cache's test."""
import torch
from torch import nn


class Cached(nn.Module):
    def __init__(self):
        super().__init__()
        self.cache: torch.Tensor | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.cache is None:
            self.cache = torch.zeros(x.shape[-1])
        if self.training and self.cache.is_inference():  # expect: GB0045
            self.cache = self.cache.clone()
        return x + self.cache


def run_cached() -> None:
    torch.compile(Cached())(torch.randn(2, 3))


def run_eval() -> None:
    torch.compile(Cached().eval())(torch.randn(2, 3))
