"""A chain of elif over a tensor: every test that is come to breaks; one over a string does not."""

import torch


@torch.compile
def learning_rate(step, base):
    if step < 10:  # expect: GB0170
        return base * step / 10
    elif step < 100:  # expect: GB0170
        return base
    else:
        return base * 0.1


@torch.compile
def reduce_loss(losses, reduction: str = "mean"):
    if reduction == "mean":
        return losses.mean()
    elif reduction == "sum":
        return losses.sum()
    return losses


def run_tensor() -> None:
    learning_rate(torch.tensor(50), torch.tensor(0.1))


def run_string() -> None:
    reduce_loss(torch.randn(3), "sum")
