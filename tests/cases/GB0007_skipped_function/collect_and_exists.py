"""Housekeeping in a compiled evaluation step: collecting garbage and looking for a file."""

import gc
import os

import torch


@torch.compile
def evaluate(logits: torch.Tensor, labels: torch.Tensor, cache: str) -> torch.Tensor:
    correct = logits.argmax(-1) == labels
    gc.collect()  # expect: GB0007
    if os.path.exists(cache):  # expect: GB0007
        correct = correct.logical_not()
    return correct.float().mean()


def run() -> None:
    evaluate(torch.randn(4, 3), torch.tensor([0, 1, 2, 0]), "no-such-file")
