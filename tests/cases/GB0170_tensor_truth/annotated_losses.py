"""Losses with annotated parameters: Tensor, Optional[Tensor] and `Tensor | None` are tensors where they are not None."""

from __future__ import annotations

from typing import Optional

import torch
import torch.nn.functional as F
from torch import Tensor


@torch.compile
def masked_mse(pred: Tensor, target: Tensor, mask: Optional[Tensor] = None) -> Tensor:
    loss = F.mse_loss(pred, target, reduction="none")
    if mask is None:
        return loss.mean()
    total = mask.sum()
    if total == 0:  # expect: GB0170
        return loss.sum() * 0.0
    return (loss * mask).sum() / total


@torch.compile
def info_nce(queries: Tensor, keys: Tensor, weights: Tensor | None = None, temperature: float = 0.1) -> Tensor:
    logits = queries @ keys.T / temperature
    if temperature > 1.0:
        logits = logits * temperature
    if weights is not None and weights.max() > 0:  # expect: GB0170
        logits = logits * weights
    return F.cross_entropy(logits, torch.arange(logits.shape[0]))


def run_masked() -> None:
    masked_mse(torch.randn(3), torch.randn(3), torch.tensor([1.0, 0.0, 1.0]))


def run_unmasked() -> None:
    masked_mse(torch.randn(3), torch.randn(3))


def run_info_nce() -> None:
    info_nce(torch.randn(3, 2), torch.randn(3, 2), torch.ones(3, 3))
