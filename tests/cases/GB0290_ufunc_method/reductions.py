"""Methods of NumPy's universal functions; the functions themselves are traced."""

import numpy as np
import torch


@torch.compile
def totals(inputs: torch.Tensor) -> "tuple[np.ndarray, ...]":
    values = inputs.numpy()  # expect note: GB0105
    total = np.add.reduce(values)  # expect: GB0290
    any_positive = np.logical_or.reduce(values > 0)  # expect: GB0290
    running = np.maximum.accumulate(values)  # expect: GB0290
    table = np.subtract.outer(values, values)  # expect: GB0290
    return total, any_positive, running, table


@torch.compile(fullgraph=True)
def plain(inputs: torch.Tensor) -> "tuple[np.ndarray, ...]":
    values = inputs.numpy()  # expect note: GB0105
    return np.sum(values), np.any(values > 0), np.cumsum(values), np.outer(values, values), np.add(values, 1)


def run_totals() -> None:
    totals(torch.randn(4))


def run_plain() -> None:
    plain(torch.randn(4))
