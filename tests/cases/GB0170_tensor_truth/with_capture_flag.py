"""With capture_scalar_outputs the read is captured, the branch on what was read breaks instead."""

import torch
import torch._dynamo

torch._dynamo.config.capture_scalar_outputs = True


@torch.compile
def scaled(x):
    peak = x.abs().max().item()
    if peak > 1.0:  # expect: GB0170
        x = x / peak
    return x


@torch.compile
def shifted(x):
    low = float(x.min())
    return x - low


def run_branch() -> None:
    scaled(torch.randn(8))


def run_clean() -> None:
    shifted(torch.randn(8))
