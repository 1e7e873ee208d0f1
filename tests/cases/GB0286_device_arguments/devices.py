"""`torch.get_device_module` and `current_stream` with arguments that they do not take."""

import torch


@torch.compile
def unknown_device(x):
    module = torch.get_device_module("gpu")  # expect: GB0286
    return x + 1


@torch.compile
def wrong_keyword(x):
    module = torch.get_device_module(dev="cpu")  # expect: GB0248
    return x + 1


@torch.compile
def two_arguments(x):
    stream = torch.cuda.current_stream("cuda", 0)  # expect: GB0285
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


def run_keyword():
    try:
        wrong_keyword(torch.randn(4))
    except TypeError:
        pass


def run_two():
    try:
        two_arguments(torch.randn(4))
    except (TypeError, RuntimeError, AssertionError):
        pass


def run_input():
    of_the_input(torch.randn(4))
