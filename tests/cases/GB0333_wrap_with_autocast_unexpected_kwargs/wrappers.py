"""torch.ops.higher_order.wrap_with_autocast is called with keywords."""

import torch

autocast = torch.ops.higher_order.wrap_with_autocast


@torch.compile
def autocast_keyword(x):
    return autocast("cpu", torch.bfloat16, True, None, wrapped_func=lambda x: x.sin())  # expect: GB0333


def run_autocast_keyword():
    try:
        autocast_keyword(torch.randn(4))
    except TypeError:
        pass
