"""What is known of a value through a helper's assertion, a table of classes, an alias of a type, an Optional."""

from typing import Optional

import numpy as np
import torch
from torch import Tensor, nn

OptTensor = Optional[Tensor]


def check_times(t):
    assert isinstance(t, torch.Tensor), "t must be a tensor"
    assert t.ndimension() == 1


class Euler:
    def __init__(self, func, step):
        self.func = func
        self.step = step

    def integrate(self, t, y):
        if t[0] == t[1]:  # expect: GB0170
            return y
        return y + self.func(t[0], y) * self.step


class Midpoint(Euler):
    def integrate(self, t, y):
        half = y + self.func(t[0], y) * self.step / 2
        if (half - y).norm() > 1:  # expect: GB0170
            return half
        return y + self.func(t[0], half) * self.step


SOLVERS = {"euler": Euler, "midpoint": Midpoint}


@torch.compile
def odeint(func, y, t, method="midpoint", **options):
    check_times(t)
    if t[0] > t[1]:  # expect: GB0170
        t = t.flip(0)
    solver = SOLVERS[method](func, **options)
    return solver.integrate(t, y)


class Pool(nn.Module):
    def forward(self, x: Tensor, batch: OptTensor = None, grid: Optional[torch.LongTensor] = None):
        size = 1 if batch is None else int(batch.max()) + 1  # expect: GB0124
        if grid is not None:
            height = grid[0]
            x = x + torch.arange(height + 1)[-1]  # expect: GB0033
        return x / size


@torch.compile
def masked_positions(x):
    picked = np.random.choice(np.arange(x.shape[0]), 2, replace=False)  # expect: GB0033
    return x[torch.from_numpy(picked)]  # expect note: GB0231


@torch.compile
def blocks(x):
    count = int(np.ceil(x.shape[0] / 128))
    return x.reshape(count, -1)


@torch.compile
def classes(labels, weights):
    return nn.functional.one_hot(labels, weights.max() + 1)  # expect: GB0033


def run():
    def decay(t, y):
        return -y

    odeint(decay, torch.ones(3), torch.tensor([0.0, 1.0]), step=0.1)
    odeint(decay, torch.ones(3), torch.tensor([0.0, 0.0]), method="euler", step=0.1)
    x = torch.ones(4)
    torch.compile(Pool())(x, torch.tensor([0, 0, 1, 1]), torch.tensor([2, 3]))
    masked_positions(x)
    blocks(x)
    classes(torch.tensor([0, 1]), torch.tensor([1, 2]))
