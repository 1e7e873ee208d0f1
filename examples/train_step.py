"""A training step as it grows over a year: a check for bad losses, a log line, the accuracy for the progress bar."""

from __future__ import annotations

import logging

import torch
import torch.nn.functional as F
from torch import Tensor, nn

logger = logging.getLogger(__name__)


class Classifier(nn.Module):
    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(features, 32)
        self.dropout = nn.Dropout(0.1)
        self.output = nn.Linear(32, classes)

    def forward(self, x: Tensor) -> Tensor:
        return self.output(self.dropout(self.hidden(x).relu()))


@torch.compile
def training_step(model: Classifier, images: Tensor, labels: Tensor, step: int) -> tuple[Tensor, float]:
    if images.shape[0] != labels.shape[0]:  # sizes are known while tracing: no break
        raise ValueError("one label for each image is wanted")
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    if torch.isnan(loss):
        loss = torch.zeros_like(loss)
    if step % 50 == 0:
        logger.info("step %d: loss %s", step, loss)
    accuracy = (logits.argmax(dim=-1) == labels).float().mean()
    return loss, accuracy.item()


def run() -> None:
    model = Classifier(8, 3)
    loss, _accuracy = training_step(model, torch.randn(4, 8), torch.tensor([0, 1, 2, 0]), step=0)
    loss.backward()


if __name__ == "__main__":
    run()
