"""A metaclass that watches attribute access; functions and plain attributes of the class are traced."""

from typing import Any

import torch


class Watching(type):
    def __getattribute__(cls, name: str) -> Any:
        return super().__getattribute__(name)


class Scale(metaclass=Watching):
    factor = 2.0

    @classmethod
    def apply(cls, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * cls.factor

    @staticmethod
    def double(inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2


@torch.compile
def watched(inputs: torch.Tensor) -> torch.Tensor:
    shifted = inputs + 1
    return Scale.apply(shifted)  # expect: GB5458


@torch.compile(fullgraph=True)
def unwatched(inputs: torch.Tensor) -> torch.Tensor:
    return Scale.double(inputs) * Scale.factor


def run() -> None:
    watched(torch.randn(3))
    unwatched(torch.randn(3))
