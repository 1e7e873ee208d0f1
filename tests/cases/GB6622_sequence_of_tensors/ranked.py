"""Tuples of a score and an index compared, and a pair looked for among pairs."""

import torch


@torch.compile
def tied(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    if (first.sum(), 0) == (second.sum(), 0):  # expect: GB6622
        return first
    return second * 2


@torch.compile(fullgraph=True)
def changed(before: torch.Tensor, after: torch.Tensor) -> torch.Tensor:
    if [after, None] != [before, None]:  # expect: GB6622
        return after
    return before


def run_tied() -> None:
    tied(torch.ones(3), torch.ones(3))


def run_changed() -> None:
    changed(torch.ones(1), torch.ones(1))
