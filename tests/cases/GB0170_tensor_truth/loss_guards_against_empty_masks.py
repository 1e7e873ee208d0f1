"""A loss looks whether its mask selects anything, whether it is finite, and which term is larger."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class PairLoss(nn.Module):
    def __init__(self, margin: float = 0.1, reduction: str = "mean"):
        super().__init__()
        self.margin, self.reduction, self.skipped = margin, reduction, 0

    def forward(self, scores: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        if mask is None:
            mask = labels >= 0
        if mask.sum() == 0:  # expect: GB0170
            self.skipped += 1
            return scores.sum() * 0
        positive = F.softplus(-scores) * (labels == 1) * mask
        negative = F.softplus(scores + self.margin) * (labels == 0) * mask
        loss = positive + negative
        if self.reduction == "mean":
            loss = loss.sum() / mask.sum()
        loss = loss if torch.isfinite(loss).all() else torch.zeros_like(loss)  # expect: GB0170
        total = max(positive.sum(), negative.sum())
        return loss + 0.01 * total


def run_loss() -> None:
    torch.compile(PairLoss())(torch.randn(4), torch.tensor([1, 0, -1, 1]))


def run_loss_with_mask() -> None:
    torch.compile(PairLoss(reduction="sum"))(torch.randn(4, 1).squeeze(1), torch.tensor([1, 0, 0, 1]), torch.ones(4, dtype=torch.bool))
