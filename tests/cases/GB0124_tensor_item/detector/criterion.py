"""The set criterion and its matcher."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

from .ops import accuracy, box_cxcywh_to_xyxy, generalized_iou, num_boxes_of


class WeightingMixin:
    weight_dict: dict[str, float]

    def weighted(self, losses: dict[str, torch.Tensor]) -> torch.Tensor:
        return sum(losses[k] * self.weight_dict[k] for k in losses if k in self.weight_dict)

    def peak(self, losses: dict[str, torch.Tensor]) -> float:
        stacked = torch.stack([v.detach() for v in losses.values()])
        return float(stacked.max())  # expect: GB0124


class GreedyMatcher(nn.Module):
    """Matches query i to target i: enough here, and free of Python numbers."""

    @torch.no_grad()
    def forward(self, outputs: dict, targets: list[dict]) -> list[tuple[torch.Tensor, torch.Tensor]]:
        sizes = [len(t["labels"]) for t in targets]
        return [(torch.arange(n), torch.arange(n)) for n in sizes]


class SetCriterion(WeightingMixin, nn.Module):
    def __init__(self, classes: int, matcher: nn.Module, weight_dict: dict[str, float], losses: tuple[str, ...]):
        super().__init__()
        self.matcher, self.weight_dict, self.losses = matcher, weight_dict, losses
        weight = torch.ones(classes + 1)
        weight[-1] = 0.1
        self.register_buffer("empty_weight", weight)
        self.classes, self.best = classes, 1e9

    def loss_labels(self, outputs, targets, indices, num_boxes):
        batch, source = self._source_index(indices)
        target = torch.cat([t["labels"][j] for t, (_, j) in zip(targets, indices)])
        full = torch.full(outputs["logits"].shape[:2], self.classes, dtype=torch.int64)
        full[batch, source] = target
        loss = F.cross_entropy(outputs["logits"].transpose(1, 2), full, self.empty_weight)
        return {"ce": loss, "error": 100 - accuracy(outputs["logits"][batch, source], target)}

    def loss_boxes(self, outputs, targets, indices, num_boxes):
        index = self._source_index(indices)
        source = outputs["boxes"][index]
        target = torch.cat([t["boxes"][j] for t, (_, j) in zip(targets, indices)])
        iou = torch.diag(generalized_iou(box_cxcywh_to_xyxy(source), box_cxcywh_to_xyxy(target)))
        return {"l1": F.l1_loss(source, target, reduction="sum") / num_boxes, "iou": (1 - iou).sum() / num_boxes}

    def _source_index(self, indices):
        batch = torch.cat([torch.full_like(s, i) for i, (s, _) in enumerate(indices)])
        return batch, torch.cat([s for s, _ in indices])

    def get_loss(self, name: str, *args) -> dict[str, torch.Tensor]:
        table = {"labels": self.loss_labels, "boxes": self.loss_boxes}
        assert name in table, f"unknown loss {name}"
        return table[name](*args)

    def forward(self, outputs: dict, targets: list[dict]) -> torch.Tensor:
        indices = self.matcher(outputs, targets)
        num_boxes = num_boxes_of(targets)
        losses = {}
        if num_boxes > 0:
            losses.update(self.get_loss("labels", outputs, targets, indices, num_boxes))
        losses.update(self.get_loss("boxes", outputs, targets, indices, num_boxes))
        if self.peak(losses) < self.best:
            self.best = 1e8
        return self.weighted(losses)
