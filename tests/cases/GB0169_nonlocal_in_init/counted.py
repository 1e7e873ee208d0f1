"""A class that counts its objects in a variable of the function that makes it."""

import torch


def counted_class():
    made = 0

    class Step:
        def __init__(self):
            nonlocal made
            made += 1  # expect: GB0169
            self.number = made

    return Step


def counter():
    calls = 0

    def count():
        nonlocal calls
        calls += 1
        return calls

    return count


Step = counted_class()
count = counter()


@torch.compile
def numbered(x):
    return x * Step().number


@torch.compile(fullgraph=True)
def by_function(x):
    return x * count()


def run():
    numbered(torch.randn(4))
    by_function(torch.randn(4))
