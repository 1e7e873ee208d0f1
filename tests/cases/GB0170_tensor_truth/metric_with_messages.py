"""Asserts with f-strings, membership in lists, any() over tensors, and the forms of them that are free."""
import torch

CLASSES = [0, 1, 2]


@torch.compile
def checked_accuracy(pred: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    assert pred.shape == target.shape, f"{pred.shape} is not {target.shape}"
    assert (target >= 0).all(), "negative labels"
    assert target.max() < 3, f"label {target.max()} is too large"  # expect: GB0170
    return (pred == target).float().mean()


@torch.compile
def rarest(counts: torch.Tensor, thresholds: list[torch.Tensor]) -> torch.Tensor:
    if any(t.ndim > 1 for t in thresholds) or len(thresholds) not in CLASSES:
        return counts
    if any(counts.min() < t for t in thresholds):  # expect: GB0170
        counts = counts + 1
    return counts


@torch.compile
def first_class(labels: torch.Tensor) -> torch.Tensor:
    if labels.shape[0] in CLASSES:
        return labels
    if labels[0] in CLASSES:  # expect: GB0170
        return labels * 2
    return labels


def run_accuracy() -> None:
    checked_accuracy(torch.tensor([0, 1]), torch.tensor([0, 2]))


def run_rarest() -> None:
    rarest(torch.tensor([3, 4]), [torch.tensor(1), torch.tensor(2)])


def run_first_class() -> None:
    first_class(torch.tensor([1, 2, 2, 0]))
