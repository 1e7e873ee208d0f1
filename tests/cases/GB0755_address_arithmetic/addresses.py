"""Arithmetic on the address of a tensor's data."""

import torch


@torch.compile
def as_int(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, int(inputs.data_ptr())  # expect: GB3775


@torch.compile
def as_float(inputs: torch.Tensor) -> tuple[torch.Tensor, float]:
    return inputs * 2, float(inputs.data_ptr())  # expect: GB7286


@torch.compile
def scaled(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, inputs.data_ptr() * 8  # expect: GB3006


@torch.compile
def negated(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, -inputs.data_ptr()  # expect: GB0755


@torch.compile
def unchanged(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, +inputs.data_ptr()  # expect: GB7510


@torch.compile
def absolute(inputs: torch.Tensor) -> tuple[torch.Tensor, int]:
    return inputs * 2, abs(inputs.data_ptr())  # expect: GB9548


def run_as_int() -> None:
    as_int(torch.randn(4))


def run_as_float() -> None:
    as_float(torch.randn(4))


def run_scaled() -> None:
    scaled(torch.randn(4))


def run_negated() -> None:
    negated(torch.randn(4))


def run_unchanged() -> None:
    unchanged(torch.randn(4))


def run_absolute() -> None:
    absolute(torch.randn(4))
