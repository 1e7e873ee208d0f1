"""A number drawn by random.randint used as an index, and as a count."""

import random

import torch


def pick(frames: torch.Tensor) -> torch.Tensor:
    index = random.randint(0, frames.shape[0] - 1)
    return frames[index]  # expect: GB0033


@torch.compile
def sample(video: torch.Tensor) -> torch.Tensor:
    return pick(video * 2) + 1


@torch.compile
def repeat(frame: torch.Tensor) -> torch.Tensor:
    count = random.randint(1, 2)
    return frame.repeat(count)  # expect: GB0033


def run_sample() -> None:
    sample(torch.randn(4, 3))


def run_repeat() -> None:
    repeat(torch.randn(3))
