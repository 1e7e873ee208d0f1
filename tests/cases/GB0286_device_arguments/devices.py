"""`torch.get_device_module` of a device that there is not."""

import torch


@torch.compile
def unknown_device(x):
    module = torch.get_device_module("gpu")  # expect: GB0286
    return x + 1


@torch.compile(fullgraph=True)
def of_the_input(x):
    module = torch.get_device_module(x.device)
    return x + 1 if module is not None else x


def run_unknown():
    try:
        unknown_device(torch.randn(4))
    except RuntimeError:
        pass


def run_input():
    of_the_input(torch.randn(4))
