"""Detection code: a threshold on scores, the kept boxes, and the same with topk, which keeps the size known."""

import torch
from torch import nn


class Detector(nn.Module):
    def __init__(self, threshold: float = 0.5):
        super().__init__()
        self.head = nn.Linear(4, 5)
        self.threshold = threshold

    def decode(self, raw):
        return raw[..., :4].sigmoid(), raw[..., 4].sigmoid()

    def forward(self, features):
        boxes, scores = self.decode(self.head(features))
        keep = scores > self.threshold
        return boxes[keep], scores[keep]  # expect: GB0036


class TopDetector(Detector):
    def forward(self, features):
        boxes, scores = self.decode(self.head(features))
        best = scores.topk(2).indices
        return boxes[best], scores[best] * (scores[best] > self.threshold)


detector, top_detector = torch.compile(Detector()), torch.compile(TopDetector())


def run_threshold() -> None:
    detector(torch.randn(3, 4))


def run_top() -> None:
    top_detector(torch.randn(3, 4))
