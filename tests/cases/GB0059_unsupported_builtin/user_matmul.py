"""`@` between objects of a class that defines __matmul__ breaks; `+`, `*` and calls of such objects are inlined."""

import torch


class LowRank:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def __matmul__(self, other):
        return LowRank(self.left @ (self.right @ other.left), other.right)

    def __add__(self, other):
        return self.left @ self.right + other.left @ other.right

    def __mul__(self, factor):
        return LowRank(self.left * factor, self.right)

    def __call__(self, x):
        return self.left @ (self.right @ x)


@torch.compile
def compose(a, b, x):
    first, second = LowRank(a, b), LowRank(a, b)
    product = first @ second  # expect: GB0059
    return product(x)


@torch.compile
def added(a, b, x):
    return (LowRank(a, b) * 0.5 + LowRank(a, b)) @ x


def run_matmul() -> None:
    compose(torch.randn(4, 2), torch.randn(2, 4), torch.randn(4))


def run_add() -> None:
    added(torch.randn(4, 2), torch.randn(2, 4), torch.randn(4))
