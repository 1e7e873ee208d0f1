"""Something else than a plain tensor is among the values that a scan or associative_scan goes over, starts ..."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def associative_number(x):
    return higher_order.associative_scan(lambda a, b: (a + b,), [x, 3], ())  # expect: GB0301


def run_number():
    associative_number(torch.zeros(4))
