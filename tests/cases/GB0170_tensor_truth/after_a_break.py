"""After a read in a default region the number is an ordinary one; a new tensor made of it is a tensor again."""

import torch


@torch.compile
def adaptive(x):
    peak = x.abs().max().item()  # expect: GB0124
    if peak > 0.1:
        x = x / peak
    limit = torch.tensor(peak)
    if x.sum() > limit:  # expect: GB0170
        x = x - limit
    return x


def run() -> None:
    adaptive(torch.rand(4) + 1)
