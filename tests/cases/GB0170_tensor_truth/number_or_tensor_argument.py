"""The same helper is called with a number and with a tensor: only the call with the tensor breaks in it."""

import torch


def schedule(t, total: int = 100):
    if t < total // 2:  # expect: GB0170
        return t * 0.5
    return t * 0.25


@torch.compile
def with_number(x, step: int):
    return x * schedule(step)


@torch.compile
def with_tensor(x, step):
    return x * schedule(step)


def run_number() -> None:
    with_number(torch.randn(2), 7)


def run_tensor() -> None:
    with_tensor(torch.randn(2), torch.tensor(7))
