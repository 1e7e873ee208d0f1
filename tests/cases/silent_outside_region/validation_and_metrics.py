"""Metrics computed eagerly on the output of a compiled model: confusion counts, thresholds, early stopping, reports."""
from __future__ import annotations

import random
import sys

import torch
from torch import nn


class Accuracy:
    def __init__(self, classes: int):
        self.classes, self.counts = classes, torch.zeros(classes, classes, dtype=torch.long)

    def update(self, logits: torch.Tensor, target: torch.Tensor) -> None:
        keep = target >= 0
        pred, target = logits.argmax(-1)[keep], target[keep]
        for p, t in zip(pred.tolist(), target.tolist()):
            self.counts[t, p] += 1
        seen = torch.unique(target)
        if seen.numel() > self.classes:
            raise ValueError(f"more classes than {self.classes}: {seen}")

    def compute(self) -> float:
        if self.counts.sum() == 0:
            return 0.0
        return (self.counts.diag().sum() / self.counts.sum()).item()


class EarlyStopping:
    def __init__(self, patience: int):
        self.patience, self.best, self.bad = patience, None, 0

    def __call__(self, score: torch.Tensor) -> bool:
        if self.best is None or score > self.best:
            self.best, self.bad = score, 0
        else:
            self.bad += 1
        return self.bad >= self.patience


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Linear(4, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x).log_softmax(-1)


@torch.inference_mode()
def evaluate(model: nn.Module, batches: list[tuple[torch.Tensor, torch.Tensor]]) -> float:
    metric, stop = Accuracy(3), EarlyStopping(2)
    model.eval()
    for x, y in batches:
        logits = model(x)
        metric.update(logits, y)
        if not torch.isfinite(logits).all():
            sys.stderr.write("a logit is not finite\n")
        if stop(logits.max()):
            break
        sample = random.choice(range(len(x)))
        print("sample", logits[sample].exp().numpy().round(2), "target", y[sample].item())
    return metric.compute()


def run_evaluation() -> None:
    model = torch.compile(Classifier(), dynamic=True)
    evaluate(model, [(torch.randn(n, 4), torch.randint(-1, 3, (n,))) for n in (3, 5)])
