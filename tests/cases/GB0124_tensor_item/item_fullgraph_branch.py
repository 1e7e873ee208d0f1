"""Under fullgraph the read itself is captured; branching on the captured number is what fails."""

import torch


@torch.compile(fullgraph=True)
def clipped(x):
    peak = x.abs().max().item()
    if peak > 1.0:  # expect: GBL001
        x = x / peak
    return x


def run() -> None:
    clipped(torch.randn(8))
