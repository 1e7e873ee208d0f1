"""Vocabulary weights read with open() in the region: the builtin breaks, then the with block over a file."""

import os

import torch


@torch.compile
def weighted(scores: torch.Tensor, path: str) -> torch.Tensor:
    with open(path) as stream:  # expect: GB0059, GB0142
        scale = len(stream.read()) + 1
    return scores * scale


def run() -> None:
    weighted(torch.randn(3), os.devnull)
