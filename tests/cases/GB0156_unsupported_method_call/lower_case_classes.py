"""Objects of the standard library's classes with lower-case names, wherever they are made: their methods are C code."""

import array
import datetime
import hashlib

import torch

START = datetime.datetime(2020, 1, 2)
DATA = bytearray(b"abc")


@torch.compile
def at_module_level(x):
    x = x + 1
    stamp = START.isoformat()  # expect: GB0156
    data = DATA.replace(b"a", b"b")  # expect: GB0156
    return x * 2, stamp, data, START.year


@torch.compile
def made_in_region(x):
    x = x + 1
    now = datetime.datetime.now()  # expect: GB0156
    later = now.replace(year=2030)  # expect: GB0156
    return x * later.year


@torch.compile
def digest(x):
    x = x + 1
    made = hashlib.sha256(b"abc")  # expect: GB0007
    text = made.hexdigest()  # expect: GB0156
    return x * len(text)


@torch.compile
def items(x):
    x = x + 1
    made = array.array("i", [1, 2])  # expect: GB0147
    made.append(3)  # expect: GB0156
    return x * 2


def run():
    x = torch.rand(3)
    at_module_level(x)
    made_in_region(x)
    digest(x)
    items(x)
