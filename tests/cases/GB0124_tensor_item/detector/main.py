"""Compiles the criterion alone; the model around it stays eager."""
import torch

from .criterion import GreedyMatcher, SetCriterion

WEIGHTS = {"ce": 1.0, "l1": 5.0, "iou": 2.0}


def batch() -> tuple[dict, list[dict]]:
    outputs = {"logits": torch.randn(2, 3, 5, requires_grad=True), "boxes": torch.rand(2, 3, 4)}
    targets = [{"labels": torch.tensor([1, 2]), "boxes": torch.rand(2, 4)}, {"labels": torch.tensor([0]), "boxes": torch.rand(1, 4)}]
    return outputs, targets


def run_criterion() -> None:
    criterion = SetCriterion(4, GreedyMatcher(), WEIGHTS, ("labels", "boxes"))
    criterion = torch.compile(criterion)
    loss = criterion(*batch())
    loss.backward()
    print(loss.item())
