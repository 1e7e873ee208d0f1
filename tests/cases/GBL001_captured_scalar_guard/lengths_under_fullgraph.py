"""Lengths taken by tolist() under fullgraph: a sum of them is clean, a loop that tests one is not."""

import torch
from torch import Tensor


@torch.compile(fullgraph=True)
def total_length(lengths: Tensor):
    sizes = lengths.tolist()
    return lengths * 2, sum(sizes)


@torch.compile(fullgraph=True)
def non_empty(hidden: Tensor, lengths: Tensor):
    out = []
    for row, n in zip(hidden, lengths.tolist()):
        if n > 0:  # expect: GBL001
            out.append(row.sum())
    return out


def run_total() -> None:
    total_length(torch.tensor([2, 3]))


def run_loop() -> None:
    non_empty(torch.randn(2, 3), torch.tensor([2, 3]))
