"""Most of NumPy is traced as tensors: statistics on t.numpy() are one graph, under fullgraph too."""

import numpy as np
import torch


@torch.compile(fullgraph=True)
def standardize(features: torch.Tensor) -> torch.Tensor:
    array = features.numpy()  # expect note: GB0105
    mean = np.mean(array, axis=0, keepdims=True)
    std = np.std(array, axis=0, keepdims=True)
    array = np.clip((array - mean) / np.maximum(std, 1e-6), -3.0, 3.0)
    return torch.from_numpy(array)  # expect note: GB0231


def run() -> None:
    standardize(torch.randn(8, 3))
