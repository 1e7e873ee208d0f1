"""The two methods that resize a sparse tensor in place; nobody else's method of that name."""

import contextlib

import torch


class Store:
    def sparse_resize_(self, rows: int) -> int:
        return rows


store = Store()


@torch.compile
def grown(inputs: torch.Tensor) -> torch.Tensor:
    table = inputs + 1
    table.sparse_resize_((4, 4), 2, 0)  # expect: GB0129
    return table


@torch.compile
def cleared(inputs: torch.Tensor) -> torch.Tensor:
    table = inputs + 1
    table.sparse_resize_and_clear_((4, 4), 2, 0)  # expect: GB0130
    return table


@torch.compile(fullgraph=True)
def other(inputs: torch.Tensor) -> torch.Tensor:
    return inputs * store.sparse_resize_(3)


def run() -> None:
    for function in (grown, cleared):
        with contextlib.suppress(RuntimeError):
            function(torch.randn(3, 3))
    other(torch.randn(3, 3))
