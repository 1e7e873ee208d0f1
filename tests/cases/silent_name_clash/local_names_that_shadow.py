"""print, open, warnings and logger as names of the project's own, harmless things."""
from __future__ import annotations

import torch
import torch.nn as nn


class _Quiet:
    def __init__(self) -> None:
        self.lines = 0

    def info(self, message: str, *args) -> None:
        self.lines += 1

    warning = warning_once = debug = info

    def isEnabledFor(self, level: int) -> bool:
        return level > 10


class _Random:
    @staticmethod
    def random() -> float:
        return 0.25

    def choice(self, items):
        return items[0]


def print(*args, **kwargs) -> int:  # noqa: A001
    return len(args)


def open(x: torch.Tensor, size: int) -> torch.Tensor:  # noqa: A001
    """Morphological opening."""
    return -nn.functional.max_pool1d(-nn.functional.max_pool1d(x, size, 1, size // 2), size, 1, size // 2)


def sleep(x: torch.Tensor, rate: float) -> torch.Tensor:
    return x * (1 - rate)


logger, random = _Quiet(), _Random()
time = warnings = json = None


class Morph(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logger.info("opening %s", x)
        logger.warning_once("slow")
        x = open(x, 3)
        if logger.isEnabledFor(20) and print("x", x) == 2:
            x = sleep(x, random.random())
        if time is not None or warnings or json:
            return x
        return x * random.choice([2.0, 3.0])

    def save(self, x: torch.Tensor, step: int) -> torch.Tensor:
        return self(x) + step


def run_morph() -> None:
    torch.compile(Morph())(torch.randn(1, 2, 6))
