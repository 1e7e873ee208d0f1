"""Helpers for boxes. Nothing here says torch.compile: model.py compiles what calls them."""

from __future__ import annotations

from torch import Tensor


def clip(boxes: Tensor, size: int) -> Tensor:
    return boxes.clamp(min=0, max=size)


def above(boxes: Tensor, scores: Tensor, threshold: float) -> tuple[Tensor, Tensor]:
    keep = scores > threshold
    return boxes[keep], scores[keep]


def largest(boxes: Tensor) -> int:
    sides = boxes[:, 2:] - boxes[:, :2]
    return int(sides.prod(dim=-1).argmax())
