"""A field of a ctypes structure set in the region; read, it is a number."""

import ctypes

import torch


class Header(ctypes.Structure):
    _fields_ = [("rows", ctypes.c_int), ("columns", ctypes.c_int)]


header = Header(3, 4)


@torch.compile
def fill(inputs: torch.Tensor, header: Header) -> torch.Tensor:
    doubled = inputs * 2
    header.rows = 5  # expect: GB3697
    return doubled


@torch.compile(fullgraph=True)
def read(inputs: torch.Tensor, header: Header) -> torch.Tensor:
    header.note = "read"
    return inputs * header.columns


def run() -> None:
    fill(torch.randn(3), header)
    read(torch.randn(3), header)
