"""A function whose result is taken as constant, handed a list and a dict of tensors; a tensor alone is fine."""

import torch


@torch.compiler.assume_constant_result
def count(values: list[torch.Tensor]) -> int:
    return len(values)


@torch.compiler.assume_constant_result
def width(values: torch.Tensor) -> int:
    return values.shape[-1]


@torch.compile
def listed(inputs: torch.Tensor) -> torch.Tensor:
    return inputs * count([inputs, inputs])  # expect: GB2520


@torch.compile(fullgraph=True)
def single(inputs: torch.Tensor) -> torch.Tensor:
    return inputs * width(inputs) * count([1, 2])  # type: ignore[list-item]


def run_listed() -> None:
    listed(torch.randn(4))


def run_single() -> None:
    single(torch.randn(4))
