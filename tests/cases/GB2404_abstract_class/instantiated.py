"""An abstract class instantiated, and classes that have all methods."""

import abc

import torch


class Schedule(abc.ABC):
    def __init__(self, base: float) -> None:
        self.base = base

    @abc.abstractmethod
    def at(self, step: int) -> float: ...


class Constant(Schedule):
    def at(self, step: int) -> float:
        return self.base


class Loose:
    """Without the metaclass the decorator alone prevents nothing."""

    @abc.abstractmethod
    def at(self, step: int) -> float: ...


@torch.compile
def abstract(inputs: torch.Tensor) -> torch.Tensor:
    doubled = inputs * 2
    try:
        return doubled * Schedule(1.0).at(0)  # expect: GB2404
    except TypeError:
        return doubled


@torch.compile(fullgraph=True)
def concrete(inputs: torch.Tensor) -> torch.Tensor:
    Loose()
    return inputs * Constant(2.0).at(0)


def run() -> None:
    abstract(torch.randn(3))
    concrete(torch.randn(3))
