"""The condition of while_loop is known while tracing, and true."""

import torch
from torch._higher_order_ops import while_loop


@torch.compile
def for_ever(x):
    return while_loop(lambda x: True, lambda x: (x + 1,), (x,))  # expect: GB0339


@torch.compile
def shape_never_changes(x):
    few = lambda x: x.shape[0] < 10  # noqa: E731
    return while_loop(few, lambda x: (x + 1,), (x,))  # expect: GB0339 (dynamo only: the size is not in the source)


def run_ever():
    for_ever(torch.zeros(4))


def run_shape():
    shape_never_changes(torch.zeros(4))
