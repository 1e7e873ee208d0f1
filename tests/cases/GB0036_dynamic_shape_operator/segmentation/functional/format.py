"""Brings predictions and targets into one form."""
from __future__ import annotations

import torch


def check_shapes(preds: torch.Tensor, target: torch.Tensor) -> None:
    if preds.ndim == target.ndim + 1 and not preds.is_floating_point():
        raise ValueError("logits have to be floats")
    if preds.ndim == target.ndim and preds.shape != target.shape:
        raise ValueError(f"{preds.shape} and {target.shape} differ")


def check_values(target: torch.Tensor, classes: int, ignore_index: int | None) -> None:
    found = torch.unique(target)  # expect: GB0036
    if ignore_index is not None:
        allowed = classes + 1
    else:
        allowed = classes
    if len(found) > allowed:
        raise RuntimeError(f"more than {allowed} values in the target")


def to_labels(preds: torch.Tensor, target: torch.Tensor, ignore_index: int | None) -> tuple[torch.Tensor, torch.Tensor]:
    if preds.ndim == target.ndim + 1:
        preds = preds.argmax(dim=1)
    preds, target = preds.flatten(), target.flatten()
    if ignore_index is not None:
        keep = target != ignore_index
        preds, target = preds[keep], target[keep]  # expect: GB0036
    return preds, target
