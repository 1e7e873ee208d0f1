"""NumPy's version asked of an array; of the module it is a plain string."""

import contextlib

import numpy as np
import torch


@torch.compile
def of_array(inputs: torch.Tensor) -> str:
    array = inputs.numpy() + 1  # expect note: GB0105
    return array.__version__  # expect: GB0159


@torch.compile(fullgraph=True)
def of_module(inputs: torch.Tensor) -> torch.Tensor:
    return inputs * 2 if np.__version__ >= "1" else inputs


def run() -> None:
    of_module(torch.randn(3))
    with contextlib.suppress(AttributeError):
        of_array(torch.randn(3))
