"""A timer as a context manager made in the region: the clock breaks inside __enter__, the frame is given up."""

import time

import torch


class Timer:
    def __init__(self) -> None:
        self.start = 0.0

    def __enter__(self) -> "Timer":
        self.start = time.perf_counter()  # expect: GB0007
        return self

    def __exit__(self, *exc: object) -> None:
        self.start = 0.0


@torch.compile
def forward(inputs: torch.Tensor) -> torch.Tensor:
    with Timer():
        return inputs.softmax(-1)


def run() -> None:
    forward(torch.randn(3))
