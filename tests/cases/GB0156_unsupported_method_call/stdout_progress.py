"""Progress written to sys.stdout from a compiled step, where print would have been GB0059."""

import sys

import torch


@torch.compile
def train_step(weights: torch.Tensor, gradient: torch.Tensor, step: int) -> torch.Tensor:
    weights = weights - 0.01 * gradient
    sys.stdout.write(f"step {step}\n")  # expect: GB0156
    return weights.clamp(-1, 1)


def run() -> None:
    train_step(torch.randn(3), torch.randn(3), 1)
