"""Tensors grouped by what Dynamo knows of them."""

import itertools

import torch


@torch.compile(fullgraph=True)
def batches(parts: list[torch.Tensor]) -> list[torch.Tensor]:
    found = []
    for _, group in itertools.groupby(parts, key=lambda part: part.shape):
        found.append(torch.stack(list(group)))
    for _, group in itertools.groupby(parts, key=lambda part: (part.dtype, part.dim())):
        found.append(torch.cat(list(group)))
    return found


def run() -> None:
    batches([torch.ones(3), torch.ones(3), torch.ones(4)])
