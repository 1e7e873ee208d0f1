"""A key among constants, enum members too, and ``sorted``, which takes a key for anything."""

import enum
from dataclasses import dataclass

import torch

WEIGHTS = {"first": 1, "second": 2}


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


@dataclass
class Beam:
    tokens: torch.Tensor
    length: int


@torch.compile
def by_constant(inputs: torch.Tensor, names: list[str]) -> torch.Tensor:
    heaviest = max(WEIGHTS, key=WEIGHTS.get)
    level = max([Level.LOW, Level.HIGH], key=lambda level: level.value)
    pair = min([(1, "a"), (2, "b")], key=lambda pair: pair[0])
    return inputs * WEIGHTS[heaviest] * level.value * pair[0] * len(max(names, key=len))


@torch.compile
def longest(beams: list[Beam]) -> torch.Tensor:
    return sorted(beams, key=lambda beam: beam.length)[-1].tokens * 2


def run() -> None:
    by_constant(torch.randn(4), ["a", "bb"])
    longest([Beam(torch.ones(2), 3), Beam(torch.zeros(2), 4)])
