"""A length test on a masked selection: the selection breaks, the number of its elements is a plain size after it."""

import torch
from torch import nn


class FocalLoss(nn.Module):
    def __init__(self, ignore_index: int = 255):
        super().__init__()
        self.ignore_index = ignore_index

    def forward(self, logits, target):
        valid = target != self.ignore_index
        logits = logits[valid]  # expect: GB0036
        if logits.numel() == 0:
            return logits.sum()
        target = target[valid]  # expect: GB0036
        p = logits.softmax(dim=-1).gather(1, target.unsqueeze(1))
        return (-(1 - p).square() * p.log()).mean()


criterion = torch.compile(FocalLoss())


def run() -> None:
    criterion(torch.randn(4, 3), torch.tensor([0, 255, 2, 1]))
