"""`nn.Parameter` in the region of no tensor; of an input it is traced."""

import torch
from torch import nn


@torch.compile
def empty(x):
    extra = nn.Parameter()  # expect: GB0226
    return x + extra.sum()


@torch.compile
def of_list(x):
    return x * nn.Parameter([1.0, 2.0])  # expect: GB0226


@torch.compile
def of_an_input(x, layer: nn.Linear):
    return layer(x) + nn.Parameter(layer.bias, requires_grad=False)


def run_empty():
    empty(torch.randn(4, 3))


def run_list():
    try:
        of_list(torch.randn(4, 2))
    except (TypeError, AttributeError):
        pass
