"""Trains for a step in both ways."""
import torch
from torch import nn

from compiled_trainer import Engine


def run_full_step() -> None:
    engine = Engine(nn.Linear(3, 1), callbacks=("counter", "telemetry"))
    engine.step(torch.randn(4, 3), torch.randn(4, 1))


def run_loss_only() -> None:
    engine = Engine(nn.Linear(3, 1), full_step=False)
    print(engine.step(torch.randn(4, 3), torch.randn(4, 1)).item())
