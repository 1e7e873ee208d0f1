"""``np.linalg.outer`` is a function of a module, not a method of one: Dynamo has no counterpart of it."""

import numpy as np
import torch


@torch.compile
def products(inputs: torch.Tensor):
    values = inputs.numpy()  # expect note: GB0105
    return np.linalg.outer(values, values)  # expect: GB0294


def run() -> None:
    products(torch.randn(4))
