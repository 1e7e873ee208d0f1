"""A decorator that times what it wraps."""

import functools
import time
from collections.abc import Callable

import torch

laps: list[int] = []


def stopwatch(function: Callable[..., torch.Tensor]) -> Callable[..., torch.Tensor]:
    @functools.wraps(function)
    def timed(*args: torch.Tensor, **kwargs: float) -> torch.Tensor:
        start = time.perf_counter_ns()  # expect: GB0007
        result = function(*args, **kwargs)
        laps.append(time.perf_counter_ns() - start)  # expect: GB0007
        return result

    return timed
