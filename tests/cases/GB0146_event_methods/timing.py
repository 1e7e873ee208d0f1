"""Timing with events inside the region: reading the time is not traced, ordering work is."""

import torch

start = torch.Event("cpu", enable_timing=True)
end = torch.Event("cpu", enable_timing=True)


@torch.compile
def timed(x):
    y = x.sin()
    elapsed = start.elapsed_time(end)  # expect: GB0146
    return y * elapsed


@torch.compile
def asked(x):
    start.query()
    return x.cos()


def run_timed():
    try:
        timed(torch.randn(4))
    except ValueError:
        pass


def run_asked():
    asked(torch.randn(4))
