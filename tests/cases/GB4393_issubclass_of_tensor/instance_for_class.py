"""issubclass where isinstance was meant."""

import contextlib

import torch


@torch.compile
def doubled(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    if issubclass(hidden, torch.Tensor):  # expect: GB4393
        return hidden
    return hidden + 1


@torch.compile(fullgraph=True)
def right(inputs: torch.Tensor) -> torch.Tensor:
    if isinstance(inputs, torch.Tensor) and issubclass(type(inputs), torch.Tensor):
        return inputs * 2
    return inputs


def run() -> None:
    right(torch.randn(3))
    with contextlib.suppress(TypeError):
        doubled(torch.randn(3))
