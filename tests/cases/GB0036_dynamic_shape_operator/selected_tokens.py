"""Selecting tokens, boxes or pixels by a mask, in a loss and a detector's head; weighting by the mask is free."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MaskedLMHead(nn.Module):
    def __init__(self, dim: int = 4, vocab: int = 7):
        super().__init__()
        self.proj = nn.Linear(dim, vocab)

    def forward(self, hidden: torch.Tensor, labels: torch.Tensor | None = None) -> torch.Tensor:
        if labels is None:
            return self.proj(hidden)
        active = labels.view(-1) != -100
        flat = hidden.view(-1, hidden.shape[-1])
        logits = self.proj(flat[active])  # expect: GB0036
        target = labels.view(-1)[active]  # expect: GB0036
        if target.numel() == 0:
            return logits.sum() * 0.0
        return F.cross_entropy(logits, target)


@torch.compile
def keep_boxes(boxes: torch.Tensor, scores: torch.Tensor, threshold: float, limit: int) -> tuple[torch.Tensor, torch.Tensor]:
    scores, order = scores.sort(descending=True)
    boxes = boxes[order][:limit]
    confident = scores[:limit] > threshold
    index = confident.nonzero().squeeze(1)  # expect: GB0036
    return boxes[index], scores[:limit][index]


@torch.compile
def repeat_by_duration(x: torch.Tensor, durations: torch.Tensor) -> torch.Tensor:
    doubled = x.repeat_interleave(2, dim=0)
    expanded = torch.repeat_interleave(x, durations, dim=0)  # expect: GB0036
    return expanded.sum(0) + doubled.mean(0)


def run_head() -> None:
    torch.compile(MaskedLMHead())(torch.randn(2, 3, 4), torch.tensor([[1, -100, 2], [-100, 3, 4]]))


def run_head_without_labels() -> None:
    torch.compile(MaskedLMHead(), fullgraph=True)(torch.randn(2, 3, 4))


def run_boxes() -> None:
    keep_boxes(torch.rand(5, 4), torch.rand(5), 0.1, 3)


def run_durations() -> None:
    repeat_by_duration(torch.randn(3, 2), torch.tensor([1, 2, 3]))
