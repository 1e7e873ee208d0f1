"""Under fullgraph: bool() of a tensor is captured and may be returned; testing it, or `in`, is a guard."""

import torch


@torch.compile(fullgraph=True)
def kept(x):
    return x * 2, bool((x > 0).all())


@torch.compile(fullgraph=True)
def tested(x):
    positive = bool((x > 0).all())
    if positive:  # expect: GBL001
        return x.log()
    return x


@torch.compile(fullgraph=True)
def contains(x):
    return x + 1 if 1.0 in x else x  # expect: GBL001


@torch.compile(fullgraph=True)
def largest(x):
    return x / max(x.sum().item(), 1.0)


def run_kept() -> None:
    kept(torch.rand(3))


def run_tested() -> None:
    tested(torch.rand(3))


def run_contains() -> None:
    contains(torch.rand(3))


def run_largest() -> None:
    largest(torch.rand(3))
