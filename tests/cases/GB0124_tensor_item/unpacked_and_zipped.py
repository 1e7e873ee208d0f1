"""Tensors that come out of tuples, dictionaries, zip and enumerate are still tensors."""

import torch


def split_output(output):
    return output["logits"], output["loss"]


@torch.compile
def step(weight, x):
    output = {"logits": x @ weight, "loss": (x @ weight).square().mean()}
    logits, loss = split_output(output)
    return logits, loss.item()  # expect: GB0124


@torch.compile
def weighted(losses, weights):
    total = 0.0
    for index, (loss, weight) in enumerate(zip(losses, weights)):
        total = total + loss * weight / (index + 1)
    first, *rest = losses
    return total, int(rest[-1] > first)  # expect: GB0124


def run_dict() -> None:
    step(torch.randn(3, 2), torch.randn(2, 3))


def run_zip() -> None:
    weighted([torch.tensor(1.0), torch.tensor(2.0)], [0.5, 0.25])
