"""NumPy that Dynamo traces as tensors: arrays in, arithmetic, reductions, linspace, and constants from NumPy."""
import numpy as np
import torch
from numpy import pi


@torch.compile
def spectrum(signal: np.ndarray, rate: int) -> np.ndarray:
    n = signal.shape[0]
    window = 0.5 - 0.5 * np.cos(2 * pi * np.arange(n) / n)
    x = signal * window
    if x.ndim == 1 and x.size > 2 and len(x.shape) == 1:
        x = x.astype(np.float64)
    x = x - x.mean()
    power = np.abs(x) ** 2
    smooth = np.convolve(power, np.ones(3) / 3, mode="same") if rate < 0 else np.sqrt(power)
    clipped = np.clip(smooth, 0.0, np.inf)
    table = np.stack([clipped, np.zeros_like(clipped), np.linspace(0.0, 1.0, n)], axis=0)
    table = np.where(table > 0.5, table, -table)
    return np.concatenate([table.sum(axis=0), table.max(axis=1)]) / np.float64(rate)


@torch.compile
def betas(steps: int, start: float, stop: float) -> torch.Tensor:
    values = np.linspace(start, stop, steps) ** 2
    alphas = np.cumprod(1.0 - values)
    return torch.from_numpy(alphas).float().flip(0)  # expect note: GB0231


def run_spectrum() -> None:
    spectrum(np.random.rand(8).astype(np.float32), 4)


def run_betas() -> None:
    betas(4, 0.1, 0.2)
