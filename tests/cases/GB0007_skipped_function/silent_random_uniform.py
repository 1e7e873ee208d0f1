"""random.uniform, multiplied with a tensor, is traced, as are torch's own generators of random tensors."""

import random

import torch
from torch import nn


class Jitter(nn.Module):
    def __init__(self, low: float, high: float) -> None:
        super().__init__()
        self.low = low
        self.high = high

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        weight = random.uniform(self.low, self.high)
        order = torch.randperm(images.shape[0])
        noise = torch.rand_like(images) * 0.01
        return images[order] * weight + noise


jitter = torch.compile(Jitter(0.2, 0.8), fullgraph=True)


def run() -> None:
    jitter(torch.rand(4, 3))
