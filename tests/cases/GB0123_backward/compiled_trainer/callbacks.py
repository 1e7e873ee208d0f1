"""Callbacks that run inside the step."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from .engine import Engine


class Callback:
    def before_step(self, engine: "Engine", x: torch.Tensor) -> torch.Tensor:
        return x

    def after_step(self, engine: "Engine", loss: torch.Tensor) -> None:
        pass


class Counter(Callback):
    seen = 0

    def before_step(self, engine: "Engine", x: torch.Tensor) -> torch.Tensor:
        self.seen += x.shape[0]
        return x


class Telemetry(Callback):
    def __init__(self):
        self.line = ""

    def after_step(self, engine: "Engine", loss: torch.Tensor) -> None:
        self.line = json.dumps({"step": engine.steps})  # expect: GB0156


CALLBACKS: dict[str, type[Callback]] = {"counter": Counter, "telemetry": Telemetry}
