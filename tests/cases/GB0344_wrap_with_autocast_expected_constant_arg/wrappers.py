"""One of the four settings of torch.ops.higher_order.wrap_with_autocast is computed from a tensor, such as ..."""

import torch

autocast = torch.ops.higher_order.wrap_with_autocast


@torch.compile
def autocast_by_tensor(x):
    return autocast("cpu", torch.bfloat16, x.sum() > 0, None, lambda x: x.sin(), x)  # expect: GB0344


def run_autocast_tensor():
    try:
        autocast_by_tensor(torch.randn(4))
    except TypeError:
        pass
