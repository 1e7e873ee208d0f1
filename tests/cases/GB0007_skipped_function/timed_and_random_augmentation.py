"""Random decisions in Python, warnings and clocks inside the region; torch.rand and constants do the same for free."""
import random
import time
import warnings

import torch
from torch import nn


class Augment(nn.Module):
    def __init__(self, p: float = 0.5, noise: float = 0.1, deterministic: bool = False):
        super().__init__()
        self.p, self.noise, self.deterministic = p, noise, deterministic

    def flip(self, x: torch.Tensor) -> torch.Tensor:
        if self.deterministic:
            keep = torch.rand(x.shape[0], 1) < self.p
            return torch.where(keep, x.flip(-1), x)
        if random.random() < self.p:  # expect: GB0007
            return x.flip(-1)
        return x

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.flip(x)
        if self.training and self.noise > 0:
            x = x + self.noise * torch.randn_like(x)
        return x


@torch.compile
def timed_norm(x: torch.Tensor, unit: float = 1e3) -> tuple[torch.Tensor, float]:
    start = time.perf_counter()  # expect: GB0007
    if x.ndim == 1:
        warnings.warn("one row only")  # expect: GB0007
    norm = x.norm(dim=-1)
    return norm, (time.perf_counter() - start) * unit  # expect: GB0007


def run_random() -> None:
    torch.compile(Augment())(torch.randn(2, 3))


def run_tensor_random() -> None:
    torch.compile(Augment(deterministic=True).eval(), fullgraph=True)(torch.randn(2, 3))


def run_timed_norm() -> None:
    timed_norm(torch.randn(3))
