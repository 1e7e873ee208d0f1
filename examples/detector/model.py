"""A detector that is compiled as a whole; the helpers it calls are in another file."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .boxes import above, clip, largest


class Head(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.boxes = nn.Linear(channels, 4)
        self.scores = nn.Linear(channels, 1)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        return self.boxes(features), self.scores(features).squeeze(-1).sigmoid()


class Detector(nn.Module):
    def __init__(self, channels: int = 16, size: int = 224) -> None:
        super().__init__()
        self.size = size
        self.backbone = nn.Sequential(nn.Linear(3, channels), nn.ReLU())
        self.head = Head(channels)

    def forward(self, pixels, threshold: float = 0.1):
        boxes, scores = self.head(self.backbone(pixels))
        boxes, scores = above(clip(boxes, self.size), scores, threshold)
        return boxes.numpy(), scores.numpy(), largest(boxes)


@torch.no_grad()
def run() -> None:
    detector = torch.compile(Detector())
    detector(torch.randn(20, 3))


if __name__ == "__main__":
    run()
