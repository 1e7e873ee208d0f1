"""Metrics encoded as JSON in the region: json.dumps breaks inside the json module."""

import json

import torch


def describe(scores: torch.Tensor) -> str:
    return json.dumps({"rows": scores.shape[0], "metric": "accuracy"})  # expect: GB0156


@torch.compile
def accuracy(logits: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, str]:
    correct = (logits.argmax(dim=-1) == labels).float()
    return correct.mean(), describe(logits)


def run() -> None:
    accuracy(torch.randn(4, 3), torch.tensor([0, 1, 2, 0]))
