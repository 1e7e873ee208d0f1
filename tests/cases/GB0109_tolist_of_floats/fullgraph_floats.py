"""Under fullgraph a list of floats still raises; a list of integers is captured."""

import torch


@torch.compile(fullgraph=True)
def weights(x):
    return x.softmax(dim=-1).tolist()  # expect: GB0109


@torch.compile(fullgraph=True)
def ids(x):
    return x.topk(2).indices.tolist(), x * 2


def run_floats() -> None:
    weights(torch.randn(4))


def run_integers() -> None:
    ids(torch.randn(4))
