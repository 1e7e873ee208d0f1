"""In-place changes of an input's shape, written as functions of the class."""

import torch


@torch.compile
def transposed(x):
    torch.Tensor.t_(x)  # expect: GB0072
    return x + 1


@torch.compile
def widened(x):
    torch.Tensor.unsqueeze_(x, 0)  # expect: GB0072
    return x + 1


@torch.compile(fullgraph=True)
def of_its_own(x):
    y = x.sin()
    torch.Tensor.t_(y)
    return y + torch.Tensor.add_(x, 1).t()


def run_transposed():
    transposed(torch.randn(4, 3))


def run_widened():
    widened(torch.randn(4, 3))


def run_own():
    of_its_own(torch.randn(4, 3))
