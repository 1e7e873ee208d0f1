"""A helper that writes to the error stream under fullgraph=True."""

import sys

import torch


def complain(message: str) -> None:
    sys.stderr.write(message + "\n")  # expect: GB0156


@torch.compile(fullgraph=True)
def huber(prediction: torch.Tensor, target: torch.Tensor, delta: float) -> torch.Tensor:
    if delta <= 0:
        complain("delta has to be positive")
        delta = 1.0
    return torch.nn.functional.huber_loss(prediction, target, delta=delta)


def run() -> None:
    huber(torch.randn(3), torch.randn(3), -1.0)
