"""Whether a tensor is aligned: the remainder of its address is not known while tracing."""

import torch


def is_aligned(values: torch.Tensor, other: torch.Tensor) -> bool:
    if torch.compiler.is_compiling():
        return True
    return values.data_ptr() % 16 == 0 and other.data_ptr() % 16 == 0


@torch.compile
def padded(values: torch.Tensor) -> torch.Tensor:
    if values.data_ptr() % 16 == 0:  # expect: GB0088
        return values
    return values.clone()


@torch.compile(fullgraph=True)
def offset(values: torch.Tensor, base: torch.Tensor) -> torch.Tensor:
    return values + (values.data_ptr() - base.data_ptr()) // 4  # expect: GB0088


@torch.compile(fullgraph=True)
def guarded(values: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    return values + other if is_aligned(values, other) else values


def run_default() -> None:
    padded(torch.randn(4))
    guarded(torch.randn(4), torch.randn(4))


def run_full() -> None:
    offset(torch.randn(4), torch.randn(4))
