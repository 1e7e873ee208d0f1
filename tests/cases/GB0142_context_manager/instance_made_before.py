"""A context manager of one's own is entered when the region makes it, not when its instance came from outside."""

import torch
from torch import nn


class Counting:
    def __init__(self) -> None:
        self.entered = 0

    def __enter__(self) -> "Counting":
        self.entered += 1
        return self

    def __exit__(self, *exc: object) -> None:
        self.entered -= 1


counting = Counting()


@torch.compile
def with_global(inputs: torch.Tensor) -> torch.Tensor:
    inputs = inputs * 2
    with counting:  # expect: GB0142
        return inputs.softmax(-1)


class Counted(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.context = Counting()
        self.layer = nn.Linear(3, 3)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        with self.context:  # expect: GB0142
            return self.layer(inputs)


counted = torch.compile(Counted(), fullgraph=True)


@torch.compile(fullgraph=True)
def with_new(inputs: torch.Tensor) -> torch.Tensor:
    with Counting() as context:
        return inputs.softmax(-1) * context.entered


def run_global() -> None:
    with_global(torch.randn(3))


def run_attribute() -> None:
    counted(torch.randn(2, 3))


def run_new() -> None:
    with_new(torch.randn(3))
