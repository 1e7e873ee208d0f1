"""A helper that only ever gets index tensors is clean, although its text is that of a selection by mask."""

import torch


def take(values, index):
    return values[index]


def shuffled(batch):
    order = torch.randperm(batch.shape[0])
    return take(batch, order)


@torch.compile(fullgraph=True)
def mixup(batch, alpha: float = 0.4):
    partner = shuffled(batch)
    weight = torch.full((batch.shape[0], 1), alpha)
    weight[: batch.shape[0] // 2] = 1.0
    weight[take(torch.arange(4), torch.tensor([1, 3]))] += 0.1
    return weight * batch + (1 - weight) * partner


def run() -> None:
    mixup(torch.randn(4, 2))
