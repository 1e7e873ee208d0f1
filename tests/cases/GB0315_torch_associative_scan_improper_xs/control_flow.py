"""The associative_scan operator is called directly with a bare tensor to scan."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def associative_tensor(x):
    return higher_order.associative_scan(lambda a, b: a + b, x, ())  # expect: GB0315


def run_tensor():
    associative_tensor(torch.zeros(4))
