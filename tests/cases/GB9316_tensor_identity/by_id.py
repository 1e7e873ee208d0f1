"""Identities of tensors that the region computes, compared with others; inputs have one, and `is` always works."""

import torch


@torch.compile
def aliased(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs + 1
    if id(outputs) == id(inputs):  # expect: GB9316, GB4501
        return outputs * 2
    return outputs


@torch.compile(fullgraph=True)
def ordered(inputs: torch.Tensor, known: int) -> torch.Tensor:
    outputs = inputs + 1
    if id(outputs) > known:  # expect: GB9316
        return outputs * 2
    return outputs


@torch.compile(fullgraph=True)
def identical(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs + 1
    cache = {id(outputs): outputs}
    if outputs is inputs or id(outputs) == id(outputs) or id(inputs) == 3:
        return cache[id(outputs)] * 2
    return outputs


def run_aliased() -> None:
    aliased(torch.randn(3))


def run_ordered() -> None:
    ordered(torch.randn(3), 5)


def run_identical() -> None:
    identical(torch.randn(3))
