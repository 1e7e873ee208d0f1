"""The third argument of the associative_scan operator, the additional inputs of its function, is a bare tensor."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def associative_extra(x):
    return higher_order.associative_scan(lambda a, b: a + b, [x], x)  # expect: GB0316


def run_extra():
    associative_extra(torch.zeros(4))
