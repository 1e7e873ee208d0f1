"""np.finfo and np.iinfo of a value instead of a type."""

import numpy as np
import torch


@torch.compile
def padded(inputs: torch.Tensor) -> "np.ndarray":
    values = inputs.numpy()  # expect note: GB0105
    return values + np.finfo(values.max()).eps  # expect: GB0300


@torch.compile(fullgraph=True)
def by_type(inputs: torch.Tensor) -> "np.ndarray":
    return inputs.numpy() + np.finfo(np.float32).eps + torch.finfo(inputs.dtype).eps + np.iinfo("int8").max  # expect note: GB0105


def run_padded() -> None:
    try:
        padded(torch.randn(4))
    except ValueError:
        pass


def run_by_type() -> None:
    by_type(torch.randn(4))
