"""The dtype of a NumPy array in the region breaks; its shape, ndim and size do not."""
import numpy as np
import torch


@torch.compile
def to_float(samples: np.ndarray) -> np.ndarray:
    if samples.ndim > 1 and samples.shape[0] > 1:
        samples = samples.mean(axis=0)
    if samples.dtype == np.int16:  # expect: GB0157
        return samples / 32768.0
    return samples * (1.0 / max(samples.size, 1))


def run_to_float() -> None:
    to_float(np.arange(6.0).reshape(2, 3))
