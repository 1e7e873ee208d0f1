"""Calls over several lines: the break is at the line of the method that reads."""

import torch
import torch.nn.functional as F


@torch.compile
def nearest_step(timesteps, timestep):
    index = (
        (timesteps - timestep)
        .abs()
        .argmin()
        .item()  # expect: GB0124
    )
    return timesteps * index


@torch.compile
def summary(logits, labels):
    metrics = {
        "loss": F.cross_entropy(logits, labels).item(),  # expect: GB0124
        "accuracy": float(  # expect: GB0124
            (logits.argmax(-1) == labels)
            .float()
            .mean()
        ),
        "size": int(logits.shape[0]),
    }
    return logits * 2, metrics


def run_chain() -> None:
    nearest_step(torch.arange(10), torch.tensor(4))


def run_dict() -> None:
    summary(torch.randn(2, 3), torch.tensor([0, 1]))
