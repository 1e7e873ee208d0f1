"""A Trainer whose compute_loss is compiled in __init__; its other methods log, save, seed and schedule eagerly."""
from __future__ import annotations

import copy
import os
import pickle
import random
import tempfile
import time

import torch
from torch import nn


class Trainer:
    def __init__(self, model: nn.Module, lr: float, compile_loss: bool = True):
        self.model, self.ema = model, copy.deepcopy(model)
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=lr)
        self.step_times: list[float] = []
        self.loss_fn = torch.compile(self.compute_loss) if compile_loss else self.compute_loss

    def compute_loss(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return nn.functional.binary_cross_entropy_with_logits(self.model(x).squeeze(-1), y)

    def seed(self, value: int) -> None:
        random.seed(value)
        torch.manual_seed(value)

    def step(self, x: torch.Tensor, y: torch.Tensor) -> float:
        start = time.time()
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss_fn(x, y)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(norm):
            self.optimizer.step()
        else:
            print(f"skipped a step, gradient norm {norm.item()}")
        self.update_ema(0.9 if random.random() < 0.5 else 0.99)
        self.step_times.append(time.time() - start)
        return float(loss)

    @torch.no_grad()
    def update_ema(self, decay: float) -> None:
        for e, p in zip(self.ema.parameters(), self.model.parameters()):
            e.lerp_(p, 1 - decay)
            if e.isnan().any():
                raise RuntimeError("NaN in the averaged weights")

    def save(self, folder: str) -> int:
        path = os.path.join(folder, "last.pt")
        torch.save({"model": self.model.state_dict(), "times": self.step_times}, path)
        with open(os.path.join(folder, "state.pkl"), "wb") as f:
            pickle.dump(self.step_times, f)
        return len(os.listdir(folder)) if os.path.exists(path) else 0


def run_trainer() -> None:
    trainer = Trainer(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)), lr=1e-2)
    trainer.seed(0)
    for _ in range(2):
        print(trainer.step(torch.randn(6, 3), (torch.rand(6) > 0.5).float()))
    with tempfile.TemporaryDirectory() as folder:
        trainer.save(folder)
