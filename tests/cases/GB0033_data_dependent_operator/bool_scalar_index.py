"""Indexing by a 0-dim bool tensor reads it; so does a 0-dim comparison used as a mask."""

import torch


@torch.compile
def drop_if_negative(x):
    keep = x.sum() > 0
    return x[keep]  # expect: GB0033


@torch.compile
def drop_rows(x):
    keep = x.sum(dim=-1) > 0
    return torch.where(keep.unsqueeze(-1), x, 0.0)


def run_scalar() -> None:
    drop_if_negative(torch.ones(3))


def run_rows() -> None:
    drop_rows(torch.randn(3, 2))
