"""Tensors grouped by a value that is computed from them."""

import contextlib
import itertools

import torch


@torch.compile
def streaks(steps: list[torch.Tensor], start: torch.Tensor) -> torch.Tensor:
    total = start * 2
    for _, group in itertools.groupby(steps, key=lambda step: step.sum() > 0):  # expect: GB0152, GB0811
        total = total + len(list(group))
    return total


def changes(first: torch.Tensor, second: torch.Tensor) -> list[torch.Tensor]:
    pairs = [(first, "a"), (second, "b")]
    return [key for key, _ in itertools.groupby(pairs, key=lambda pair: pair[0])]  # expect: GB0152


changes_compiled = torch.compile(changes)


def run_streaks() -> None:
    streaks([torch.ones(3), torch.ones(3)], torch.ones(3))


def run_changes() -> None:
    with contextlib.suppress(RuntimeError):
        changes_compiled(torch.ones(3), torch.ones(3))
