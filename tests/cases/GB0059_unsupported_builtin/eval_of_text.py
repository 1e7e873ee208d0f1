"""``eval`` of a literal, or of arithmetic on numbers, is folded; of anything else it breaks."""

import torch

scale = 2


@torch.compile
def folded(x):
    x = x + 1
    pair = eval("[1, (2, 3)]")
    return x * eval("1 + 2 * 3") + pair[0] + eval("{'a': 1}")["a"]


@torch.compile
def name(x):
    x = x + 1
    n = eval("scale + 1")  # expect: GB0059
    return x * n


@torch.compile
def call(x):
    x = x + 1
    n = eval("abs(-2)")  # expect: GB0059
    return x * n


@torch.compile
def choice(x):
    x = x + 1
    n = eval("2 if 3 > 1 else 4")  # expect: GB0059
    return x * n


def run():
    x = torch.rand(3)
    folded(x)
    name(x)
    call(x)
    choice(x)
