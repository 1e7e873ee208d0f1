"""range() over a tensor: a step count kept as a tensor has to become a number first."""

import torch


@torch.compile
def diffuse(x, num_steps):
    steps = num_steps * 2
    for _ in range(steps):  # expect: GB0059
        x = x * 0.9
    return x


@torch.compile
def diffuse_static(x, num_steps: int):
    for _ in range(num_steps):
        x = x * 0.9
    return x


def run_tensor() -> None:
    diffuse(torch.randn(3), torch.tensor(2))


def run_int() -> None:
    diffuse_static(torch.randn(3), 2)
