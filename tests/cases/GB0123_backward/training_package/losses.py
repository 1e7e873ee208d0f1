"""Losses; one of them warns."""

import warnings

import torch
from torch.nn import functional as F


def focal_loss(logits: torch.Tensor, labels: torch.Tensor, gamma: float) -> torch.Tensor:
    if gamma > 5:
        warnings.warn("gamma is unusually large", UserWarning, stacklevel=2)  # expect: GB0007
    log_p = F.log_softmax(logits, dim=-1)
    loss = F.nll_loss(log_p, labels, reduction="none")
    return ((1 - torch.exp(-loss)) ** gamma * loss).mean()
