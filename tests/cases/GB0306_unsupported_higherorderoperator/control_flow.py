"""A higher-order operator that Dynamo does not know how to trace is called from code."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def strange_operator(x):
    return higher_order.flat_apply(x)  # expect: GB0306


def run_strange():
    try:
        strange_operator(torch.zeros(4))
    except (TypeError, AttributeError, AssertionError):
        pass
