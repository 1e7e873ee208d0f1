"""Metrics with state."""
from __future__ import annotations

import torch
from torch import nn

from segmentation.functional.confusion import confusion_matrix


class Metric(nn.Module):
    higher_is_better: bool | None = None

    def __init__(self):
        super().__init__()
        self._computed: torch.Tensor | None = None
        self.updates = 0

    def add_state(self, name: str, default: torch.Tensor) -> None:
        self.register_buffer(name, default, persistent=False)

    def forward(self, *args: torch.Tensor) -> torch.Tensor:
        self._computed = None
        self.update(*args)
        self.updates += 1
        if self._computed is None:
            self._computed = self.compute()
        return self._computed

    def update(self, *args: torch.Tensor) -> None:
        raise NotImplementedError

    def compute(self) -> torch.Tensor:
        raise NotImplementedError


class JaccardIndex(Metric):
    higher_is_better = True
    matrix: torch.Tensor

    def __init__(self, classes: int, ignore_index: int | None = None):
        super().__init__()
        self.classes, self.ignore_index = classes, ignore_index
        self.add_state("matrix", torch.zeros(classes, classes))

    def update(self, preds: torch.Tensor, target: torch.Tensor) -> None:
        self.matrix += confusion_matrix(preds, target, self.classes, self.ignore_index)

    def compute(self) -> torch.Tensor:
        inter = self.matrix.diag()
        return (inter / (self.matrix.sum(0) + self.matrix.sum(1) - inter).clamp(min=1)).mean()
