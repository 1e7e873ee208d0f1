"""The repr of a function that closes over a tensor; its name, or a closure over numbers, is fine."""

import torch


@torch.compile
def shown(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    def shift(values: torch.Tensor) -> torch.Tensor:
        return values + inputs

    return shift(inputs), repr(shift)  # expect: GB1584


@torch.compile
def formatted(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    shift = lambda values: values + inputs  # noqa: E731
    return shift(inputs), f"applied {shift!r}"  # expect: GB1584


@torch.compile(fullgraph=True)
def named(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    offset = 3

    def shift(values: torch.Tensor) -> torch.Tensor:
        return values + offset

    return shift(inputs), shift.__name__


def run_shown() -> None:
    shown(torch.randn(4))


def run_formatted() -> None:
    formatted(torch.randn(4))


def run_named() -> None:
    named(torch.randn(4))
