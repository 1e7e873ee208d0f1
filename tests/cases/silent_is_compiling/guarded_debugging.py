"""Prints, .item() and logging behind is_compiling() guards: the guard is a constant True inside a region."""
import logging
import time
import warnings

import torch
import torch.nn as nn
from torch.compiler import is_compiling

logger = logging.getLogger(__name__)


def debug_enabled() -> bool:
    return not torch.compiler.is_compiling()


def log_stats(name: str, x: torch.Tensor) -> None:
    if torch.compiler.is_compiling():
        return
    logger.info("%s: mean %.3f", name, x.mean().item())
    print(name, x.std())


class Debugged(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(4, 4)
        self.times: list[float] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if not is_compiling():
            self.times.append(time.perf_counter())
            if x.isnan().any():
                raise ValueError("NaN in the input")
        log_stats("input", x)
        y = self.lin(x)
        if debug_enabled():
            warnings.warn(f"largest: {y.max().item()}")
        if torch._dynamo.is_compiling():
            y = y.relu()
        elif (y < 0).any():
            y = y.clamp(min=0)
        if not torch.compiler.is_dynamo_compiling() and float(y.sum()) > 100:
            print("large")
        skip = is_compiling() or y.sum() > 0
        if skip and (is_compiling() or bool(y.all())):
            y = y * 2
        message = "" if is_compiling() else f"{y.mean().item():.2f}"
        while not is_compiling() and y.norm() > 1:
            y = y / 2
        return y + len(message)


def run_default() -> None:
    torch.compile(Debugged())(torch.randn(2, 4))


def run_fullgraph() -> None:
    torch.compile(Debugged(), fullgraph=True)(torch.randn(2, 4))
