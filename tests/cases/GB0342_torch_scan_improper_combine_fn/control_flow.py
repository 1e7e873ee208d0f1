"""torch.ops.higher_order.scan(step, ...) with a plain function or lambda."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def scan_plain_function(x):
    return higher_order.scan(lambda c, r: (c + r, c + r), [x[0]], [x], [])  # expect: GB0342


def run_scan():
    scan_plain_function(torch.zeros(4, 4))
