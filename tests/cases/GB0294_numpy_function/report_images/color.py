"""Color tables."""
import numpy as np


def ramp(values: np.ndarray) -> np.ndarray:
    return np.interp(values, [0.0, 0.5, 1.0], [0.0, 0.2, 1.0])  # expect: GB0294


def contrast(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return np.clip((values - low) / (high - low), 0.0, 1.0)
