"""Losses that drop elements by weighting, not by selecting: ignore_index, label smoothing, focal terms, running means."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MaskedFocalLoss(nn.Module):
    def __init__(self, gamma: float = 2.0, ignore_index: int = -1, reduction: str = "mean", smoothing: float = 0.1):
        super().__init__()
        if reduction not in {"mean", "sum", "none"}:
            raise ValueError(reduction)
        self.gamma, self.ignore_index, self.reduction, self.smoothing = gamma, ignore_index, reduction, smoothing
        self.register_buffer("average", torch.zeros(()))
        self.steps = 0

    def forward(self, logits: torch.Tensor, target: torch.Tensor, weight: torch.Tensor | None = None) -> torch.Tensor:
        valid = target != self.ignore_index
        safe = target.masked_fill(~valid, 0)
        log_p = F.log_softmax(logits, dim=-1)
        nll = -log_p.gather(-1, safe.unsqueeze(-1)).squeeze(-1)
        if self.smoothing > 0:
            nll = (1 - self.smoothing) * nll - self.smoothing * log_p.mean(-1)
        if self.gamma:
            nll = nll * (1 - torch.exp(-nll)).clamp(min=0) ** self.gamma
        if weight is not None:
            nll = nll * weight[safe]
        nll = torch.where(valid, nll, nll.new_zeros(()))
        if self.training:
            self.steps += 1
            self.average.mul_(0.9).add_(nll.detach().mean(), alpha=0.1)
        if self.reduction == "none":
            return nll
        total = nll.sum()
        if self.reduction == "sum":
            return total
        return total / valid.sum().clamp_min(1)


def run_mean() -> None:
    loss = torch.compile(MaskedFocalLoss())
    loss(torch.randn(4, 3), torch.tensor([0, 2, -1, 1]))


def run_weighted_sum() -> None:
    loss = torch.compile(MaskedFocalLoss(reduction="sum", gamma=0.0), fullgraph=True)
    loss(torch.randn(4, 3), torch.tensor([0, 2, -1, 1]), torch.tensor([1.0, 2.0, 0.5]))
