"""Counting."""
from __future__ import annotations

import torch

from .format import check_shapes, check_values, to_labels


def bincount(x: torch.Tensor, minlength: int) -> torch.Tensor:
    """Without torch.bincount when the algorithms have to be deterministic."""
    if torch.are_deterministic_algorithms_enabled() or x.is_mps:
        mesh = torch.arange(minlength, device=x.device).repeat(len(x), 1)
        return torch.eq(x.reshape(-1, 1), mesh).sum(dim=0)
    return torch.bincount(x, minlength=minlength)  # expect: GB0036


def confusion_matrix(preds: torch.Tensor, target: torch.Tensor, classes: int, ignore_index: int | None = None) -> torch.Tensor:
    preds, target = to_labels(preds, target, ignore_index)
    mapping = (target * classes + preds).to(torch.long)
    return bincount(mapping, minlength=classes**2).reshape(classes, classes)


def jaccard(
    preds: torch.Tensor, target: torch.Tensor, classes: int, ignore_index: int | None = None, validate: bool = True
) -> torch.Tensor:
    if validate:
        check_shapes(preds, target)
        check_values(target, classes, ignore_index)
    matrix = confusion_matrix(preds, target, classes, ignore_index).float()
    inter = matrix.diag()
    union = matrix.sum(0) + matrix.sum(1) - inter
    return torch.where(union > 0, inter / union.clamp(min=1), 0.0).mean()
