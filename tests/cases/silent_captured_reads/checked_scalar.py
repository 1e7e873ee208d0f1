"""torch._check tells Dynamo what holds for a captured number, so that branches on it can be decided."""

import torch


@torch.compile(fullgraph=True)
def crop(x, length):
    n = length.item()
    torch._check(n >= 0)
    torch._check(n <= x.shape[0])
    if n < 0:
        return x
    return x[:n]


def run() -> None:
    crop(torch.randn(6), torch.tensor([4]))
