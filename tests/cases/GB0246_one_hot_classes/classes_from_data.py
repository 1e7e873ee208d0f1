"""F.one_hot without num_classes looks for the largest label; with it the width is known."""

import torch
import torch.nn.functional as F
from torch.nn.functional import one_hot


@torch.compile
def dice_loss(logits, target):
    encoded = F.one_hot(target).float()  # expect: GB0246
    overlap = (logits.softmax(dim=-1) * encoded).sum()
    return 1 - 2 * overlap / (logits.numel() + encoded.sum())


@torch.compile
def dice_loss_sized(logits, target):
    encoded = F.one_hot(target, num_classes=logits.shape[-1]).float()
    return (logits.softmax(dim=-1) * encoded).sum() + one_hot(target, 4).sum()


@torch.compile
def smoothed(target):
    return one_hot(target, -1) * 0.9 + 0.05  # expect: GB0246


def run_dice() -> None:
    dice_loss(torch.randn(3, 4), torch.tensor([0, 1, 3]))


def run_sized() -> None:
    dice_loss_sized(torch.randn(3, 4), torch.tensor([0, 1, 3]))


def run_minus_one() -> None:
    smoothed(torch.tensor([0, 1, 3]))
