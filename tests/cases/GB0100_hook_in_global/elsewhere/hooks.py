"""A helper that keeps its handle in a global of its own module."""

import torch

last = None


def watch(values: torch.Tensor) -> torch.Tensor:
    global last
    last = values.register_hook(lambda gradient: gradient * 2)  # expect: GB0100, GB0101
    return values
