"""The function given to torch.ops.higher_order.wrap_with_autocast uses a tensor of the function around it."""

import torch

autocast = torch.ops.higher_order.wrap_with_autocast


@torch.compile
def autocast_closure(x):
    y = x + 1
    return autocast("cpu", torch.bfloat16, True, None, lambda x: x.sin() + y, x)  # expect: GB0334


def run_autocast_closure():
    autocast_closure(torch.randn(4))
