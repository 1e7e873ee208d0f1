"""Shortens the input in time."""
import torch
from torch import nn


class BaseSubsampling(nn.Module):
    rate: int = 1

    def lengths(self, lengths: torch.Tensor) -> torch.Tensor:
        return (lengths + self.rate - 1) // self.rate


class LinearNoSubsampling(BaseSubsampling):
    def __init__(self, dim: int, out: int):
        super().__init__()
        self.out = nn.Sequential(nn.Linear(dim, out), nn.LayerNorm(out))

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.out(x), mask


class Conv2Subsampling(BaseSubsampling):
    rate = 2

    def __init__(self, dim: int, out: int):
        super().__init__()
        self.conv = nn.Conv1d(dim, out, 3, stride=2, padding=1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return self.conv(x.transpose(1, 2)).transpose(1, 2).relu(), mask[:, :, ::2]


SUBSAMPLING = {"linear": LinearNoSubsampling, "conv2d2": Conv2Subsampling}
