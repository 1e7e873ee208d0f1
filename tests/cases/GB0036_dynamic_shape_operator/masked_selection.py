"""Selecting by a boolean mask gives a tensor whose size depends on the data."""

import torch
import torch.nn.functional as F


@torch.compile
def masked_lm_loss(logits, labels):
    mask = labels != -100
    logits, labels = logits[mask], labels[mask]  # expect: GB0036
    return F.cross_entropy(logits, labels)


@torch.compile
def masked_mean(values, mask):
    return torch.masked_select(values, mask).mean()  # expect: GB0036


@torch.compile
def masked_mean_fixed(values, mask):
    return (values * mask).sum() / mask.sum().clamp(min=1)


def run_loss() -> None:
    masked_lm_loss(torch.randn(4, 7), torch.tensor([-100, 3, 2, -100]))


def run_select() -> None:
    masked_mean(torch.randn(4), torch.tensor([True, False, True, True]))


def run_fixed() -> None:
    masked_mean_fixed(torch.randn(4), torch.tensor([True, False, True, True]))
