"""The function of an associative_scan returns another container than it goes over."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def associative_tuple(x):
    return higher_order.associative_scan(lambda a, b: (a + b,), [x], ())  # expect: GB0319


def run_tuple():
    associative_tuple(torch.zeros(4))
