"""A NumPy array is traced as a tensor, so a float() of it, or NumPy's random numbers tested by `if`, are read too."""

import numpy as np
import torch


@torch.compile
def scale_from_numpy(x):
    peak = float(x.numpy().max())  # expect: GB0033  # expect note: GB0105
    return x / peak


def run() -> None:
    scale_from_numpy(torch.rand(4))


class Mixup:
    def __init__(self, probability: float = 0.5):
        self.probability = probability

    def __call__(self, x):
        if np.random.rand() < self.probability:  # expect: GB0033
            return 0.5 * x + 0.5 * x.flip(0)
        return x


mixup = Mixup()


@torch.compile
def augment(x):
    return mixup(x)


def run_random() -> None:
    augment(torch.rand(4, 2))
