"""NumPy methods and functions that Dynamo's own NumPy lacks or runs wrongly: they fail whatever they are handed."""

import numpy as np
import torch


@torch.compile
def keep(rows: torch.Tensor, kept: list[bool]) -> torch.Tensor:
    return torch.from_numpy(rows.numpy().compress(kept, axis=0))  # expect: GB4315  # expect note: GB0105, GB0231


@torch.compile
def bounded(x: torch.Tensor) -> torch.Tensor:
    values = np.zeros((3, 3))
    np.fill_diagonal(values, 1)
    return torch.from_numpy(x.numpy().clip(0, 1)).sum() + values.sum()  # expect note: GB0105, GB0231


def run() -> None:
    bounded(torch.randn(3, 4))
    keep(torch.randn(3, 4), [True, False, True])
