"""Timing, seeding and progress bars around the region, not in it, cost nothing."""

import random
import time
import warnings

import torch
from tqdm import tqdm


@torch.compile(fullgraph=True)
def step(weights: torch.Tensor, batch: torch.Tensor, rate: float) -> torch.Tensor:
    error = batch @ weights
    return weights - rate * (batch.T @ error)


def run() -> None:
    torch.manual_seed(0)
    random.seed(0)
    start = time.perf_counter()
    weights = torch.randn(3)
    for _ in tqdm(range(2), disable=True):
        weights = step(weights, torch.randn(4, 3), 0.1)
    if time.perf_counter() - start > 3600:
        warnings.warn("the loop took more than an hour", stacklevel=2)
