"""torch.get_device_module with two arguments, or with a keyword other than device."""

import torch


@torch.compile
def wrong_keyword(x):
    module = torch.get_device_module(dev="cpu")  # expect: GB0248
    return x + 1


def run_keyword():
    try:
        wrong_keyword(torch.randn(4))
    except TypeError:
        pass
