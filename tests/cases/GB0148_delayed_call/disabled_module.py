"""A whole submodule instance wrapped by torch.compiler.disable in __init__ of its parent."""
import torch
from torch import nn


class Postprocess(nn.Module):
    def forward(self, boxes: torch.Tensor) -> torch.Tensor:
        return boxes[boxes.sum(-1) > 0]


class Detector(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 4)
        self.postprocess = torch.compiler.disable(Postprocess())

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        boxes = self.head(features)
        boxes = self.postprocess(boxes)  # expect: GB0148
        return boxes * 2


detector = torch.compile(Detector())


def run() -> None:
    detector(torch.randn(3, 4))
