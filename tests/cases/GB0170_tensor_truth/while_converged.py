"""A solver that iterates until the residual is small: the `while` tests a tensor, in a loop Dynamo gives up the frame."""

import torch


@torch.compile
def newton_sqrt(a, tolerance=1e-4):
    x = a.clone()
    error = (x * x - a).abs().max()
    while error > tolerance:  # expect: GB0170
        x = 0.5 * (x + a / x)
        error = (x * x - a).abs().max()
    return x


@torch.compile
def fixed_steps(a, steps: int = 8):
    x, step = a.clone(), 0
    while step < steps:
        x = 0.5 * (x + a / x)
        step += 1
    return x


def run_until_converged() -> None:
    newton_sqrt(torch.rand(4) + 1)


def run_fixed() -> None:
    fixed_steps(torch.rand(4) + 1)
