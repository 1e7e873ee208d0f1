"""What only looks like a region: re.compile, an estimator's compile method, a local function of that name."""

import random
import re
import time
from collections.abc import Callable

import torch

TOKEN = re.compile(r"\w+")


class Estimator:
    def __init__(self) -> None:
        self.loss: Callable[..., torch.Tensor] | None = None

    def compile(self, loss: Callable[..., torch.Tensor]) -> None:
        self.loss = loss

    def fit(self, inputs: torch.Tensor) -> torch.Tensor:
        assert self.loss is not None
        return self.loss(inputs)


def compile(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    return function


@compile
def noisy(inputs: torch.Tensor) -> torch.Tensor:
    time.sleep(0.0)
    return inputs + random.random()


@torch.compile(fullgraph=True)
def double(inputs: torch.Tensor) -> torch.Tensor:
    return inputs * 2


def run() -> None:
    estimator = Estimator()
    estimator.compile(noisy)
    double(estimator.fit(torch.randn(len(TOKEN.findall("a b")))))
