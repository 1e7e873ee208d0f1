"""A tensor's method, and a text made of a tensor, asked for an attribute."""

import torch


@torch.compile
def method(inputs: torch.Tensor) -> torch.Tensor:
    return inputs + 1 if hasattr(inputs.sum, "cache") else inputs  # expect: GB0150


@torch.compile
def text(inputs: torch.Tensor) -> tuple[torch.Tensor, bool]:
    label = f"mean {inputs.mean():.2f}"
    return inputs * 2, hasattr(label, "decode")  # expect: GB0150


def run_method() -> None:
    method(torch.randn(4))


def run_text() -> None:
    text(torch.randn(4))
