"""os.environ, inspect, re, warnings filters at import time, and type tests: read as constants while tracing."""
import inspect
import os
import re

import torch
import torch.nn as nn

DEBUG = os.environ.get("MODEL_DEBUG", "0") == "1"
PATTERN = re.compile(r"layers\.(\d+)\.(attn|mlp)")


def accepts(fn, name: str) -> bool:
    return name in inspect.signature(fn).parameters


def step(x: torch.Tensor, eta: float = 0.0) -> torch.Tensor:
    return x * (1 - eta)


class Scheduler(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.names = ["layers.0.attn", "layers.1.mlp", "head"]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kwargs = {}
        if accepts(step, "eta"):
            kwargs["eta"] = 0.5
        if os.getenv("MODEL_FAST", "").lower() in ("1", "true"):
            return x
        if DEBUG or "MODEL_TRACE" in os.environ:
            x = x.clamp(-100, 100)
        for name in self.names:
            found = PATTERN.match(name)
            if found and int(found.group(1)) > 0:
                x = self.lin(x)
            elif re.fullmatch(r"head|tail", name) is not None:
                x = x.relu()
        if inspect.isfunction(step) and issubclass(type(self), nn.Module) and callable(self.lin):
            x = step(x, **kwargs)
        if type(x) is torch.Tensor and isinstance(self.lin, (nn.Linear, nn.Conv1d)) and id(self) != 0:
            x = x + len(list(self.named_parameters()))
        return x if getattr(self, "postprocess", None) is None else self.postprocess(x)


def run_scheduler() -> None:
    torch.compile(Scheduler())(torch.randn(2, 3))
