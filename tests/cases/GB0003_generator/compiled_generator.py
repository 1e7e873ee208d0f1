"""A generator function compiled directly is run eagerly, without a word; one called from the region is inlined."""

from collections.abc import Iterator

import torch


@torch.compile
def windows(signal: torch.Tensor) -> Iterator[torch.Tensor]:  # expect: GB0003 (gblint only: Dynamo leaves it silently)
    for start in range(0, signal.shape[0], 2):
        yield signal[start : start + 2] * 2


def rows(matrix: torch.Tensor) -> Iterator[torch.Tensor]:
    for index in range(matrix.shape[0]):
        yield matrix[index].softmax(-1)


@torch.compile(fullgraph=True)
def total(matrix: torch.Tensor) -> torch.Tensor:
    return sum(row.max() for row in rows(matrix))


def run_windows() -> None:
    list(windows(torch.randn(6)))


def run_total() -> None:
    total(torch.randn(2, 3))
