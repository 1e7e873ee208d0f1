"""Calls under config.patch take the settings given there: the reads are captured."""

import torch
import torch._dynamo


@torch.compile
def normalised(x):
    peak = x.abs().max().item()
    return x / (peak + 1e-6)


def run() -> None:
    with torch._dynamo.config.patch(capture_scalar_outputs=True):
        normalised(torch.randn(3))
