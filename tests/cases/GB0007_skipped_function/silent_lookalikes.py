"""Functions of one's own that are called like the breaking ones: time, choice, tqdm, warn."""

from collections.abc import Iterator

import torch


def time() -> float:
    return 0.5


def choice(options: list[int]) -> int:
    return options[0]


def tqdm(steps: range) -> Iterator[int]:
    yield from steps


class warnings:
    @staticmethod
    def warn(message: str) -> None:
        assert message


@torch.compile(fullgraph=True)
def refine(latents: torch.Tensor) -> torch.Tensor:
    warnings.warn("not the standard library's")
    for step in tqdm(range(choice([2, 3]))):
        latents = latents - time() * step
    return latents


def run() -> None:
    refine(torch.randn(3))
