"""A branch of torch.cond that appends to a list outside it."""

import torch

taken: list[str] = []


def grow(values: torch.Tensor) -> torch.Tensor:
    taken.append("grow")  # expect: GB0067
    return values * 2


def shrink(values: torch.Tensor) -> torch.Tensor:
    return values / 2


@torch.compile
def adapt(values: torch.Tensor) -> torch.Tensor:
    return torch.cond(values.norm() < 1, grow, shrink, (values,))


def run() -> None:
    adapt(torch.randn(3))
