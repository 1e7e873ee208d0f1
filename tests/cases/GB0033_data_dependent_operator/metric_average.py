"""Averages of a metric: class loops index by a loop number (clean), by argmax (breaks), by a row of a tensor (breaks)."""

import torch


@torch.compile
def per_class(scores, labels, classes: int = 2):
    out = []
    for c in range(classes):
        out.append((scores[c] * (labels == c)).sum())
    return torch.stack(out)


@torch.compile
def top_class(scores):
    order = scores.mean(dim=1).argsort(descending=True)
    return scores[order[0]]  # expect: GB0033


@torch.compile
def best_threshold(thresholds, f1):
    index = torch.argmax(f1)
    return thresholds[index], f1.max()  # expect: GB0033


@torch.compile
def best_threshold_gather(thresholds, f1):
    return thresholds.gather(0, f1.argmax(dim=0, keepdim=True)), f1.max(dim=0).values


def run_classes() -> None:
    per_class(torch.randn(2, 3), torch.tensor([0, 1, 1]))


def run_top() -> None:
    top_class(torch.randn(2, 3))


def run_threshold() -> None:
    best_threshold(torch.linspace(0, 1, 5), torch.rand(5))


def run_gather() -> None:
    best_threshold_gather(torch.linspace(0, 1, 5), torch.rand(5))
