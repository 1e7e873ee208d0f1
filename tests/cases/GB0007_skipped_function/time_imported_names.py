"""The functions of time under imported names, and a sleep that throttles a sampler."""

from time import sleep
from time import time as now

import torch


def throttle(tokens: torch.Tensor) -> torch.Tensor:
    sleep(0.0)  # expect: GB0007
    return tokens


@torch.compile
def next_tokens(logits: torch.Tensor) -> tuple[torch.Tensor, float]:
    tokens = throttle(logits.argmax(-1))
    return tokens + 0, now()  # expect: GB0007


def run() -> None:
    next_tokens(torch.randn(2, 5))
