"""torch.nn.Parameter(x, requires_grad=flag) in compiled code with a tensor as flag."""

import torch
from torch import nn


@torch.compile
def switched_by_tensor(x, trainable):
    return nn.Parameter(x, requires_grad=trainable).sum()  # expect: GB0237


def run_switched():
    try:
        switched_by_tensor(torch.randn(4), torch.tensor(True))
    except TypeError:
        pass
