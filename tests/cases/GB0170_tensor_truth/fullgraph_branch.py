"""With fullgraph=True the branch on a tensor raises; torch.where and torch.cond say the same in a graph."""

import torch


@torch.compile(fullgraph=True)
def leaky(x):
    if x.sum() > 0:  # expect: GB0170
        return x
    return 0.1 * x


@torch.compile(fullgraph=True)
def leaky_where(x):
    return torch.where(x.sum() > 0, x, 0.1 * x)


def _same(x):
    return x.clone()


def _scaled(x):
    return 0.1 * x


@torch.compile(fullgraph=True)
def leaky_cond(x):
    return torch.cond(x.sum() > 0, _same, _scaled, (x,))


def run_if() -> None:
    leaky(torch.randn(3))


def run_where() -> None:
    leaky_where(torch.randn(3))


def run_cond() -> None:
    leaky_cond(torch.randn(3))
