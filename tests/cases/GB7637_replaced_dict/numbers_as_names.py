"""The __dict__ of an object replaced by a dict with a number as key."""

import torch


class Table:
    pass


@torch.compile
def replaced(inputs: torch.Tensor) -> torch.Tensor:
    table = Table()
    table.__dict__ = {1: 2.0, "scale": 3.0}
    return inputs * table.scale  # expect: GB7637


@torch.compile(fullgraph=True)
def named(inputs: torch.Tensor) -> torch.Tensor:
    table = Table()
    table.__dict__ = {"scale": 3.0}
    table.rows = {1: 2.0}
    return inputs * table.scale * table.rows[1]


def run() -> None:
    replaced(torch.randn(3))
    named(torch.randn(3))
