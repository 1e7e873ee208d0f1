"""Inner functions, generators and recursion in the compiled function, with one test on a tensor in each."""

import torch


@torch.compile
def power_iteration(matrix, steps: int = 2):
    vector = torch.ones(matrix.shape[0])

    def normalise(v):
        norm = v.norm()
        if norm == 0:  # expect: GB0170
            return v
        return v / norm

    for _ in range(steps):
        vector = matrix @ vector
    return normalise(vector)


def bisect(x, depth: int = 0):
    if depth == 2:
        return x
    return bisect(x / 2, depth + 1)


@torch.compile
def recursive(x):
    y = bisect(x)
    return y if y.sum() > 0 else -y  # expect: GB0170


def run_inner() -> None:
    power_iteration(torch.eye(3))


def run_recursive() -> None:
    recursive(torch.randn(3))
