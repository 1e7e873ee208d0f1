"""A helper under @torch.compiler.disable: the region breaks at each call of it."""

import torch


@torch.compiler.disable
def log_histogram(values: torch.Tensor) -> None:
    print("largest", values.max().item())


@torch.compile
def train_loss(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    log_histogram(logits)  # expect: GB0098
    return torch.nn.functional.cross_entropy(logits, labels)


def run() -> None:
    train_loss(torch.randn(2, 3), torch.tensor([0, 1]))
