"""A file opened in the compiled function: open() breaks, and what is done with the file breaks too."""

import os

import torch


@torch.compile
def log_shape(x):
    stream = open(os.devnull, "w")  # expect: GB0059
    y = x * 2
    stream.close()  # expect: GB0156
    return y


def run() -> None:
    log_shape(torch.randn(2))
