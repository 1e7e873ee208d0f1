"""int() and float() of sizes, of numbers and of what torch functions return as numbers read no tensor."""

import math

import torch


@torch.compile(fullgraph=True)
def attention_scores(q, k, scale=None):
    if scale is None:
        scale = 1.0 / math.sqrt(float(q.size(-1)))
    window = int(q.shape[-2] * 0.5)
    return (q @ k.transpose(-1, -2) * float(scale))[..., :window], int(q.numel()), bool(q.dim() > 2)


@torch.compile(fullgraph=True)
def pick(x, dims):
    size = torch.Size(dims)
    return x.reshape(size), int(size.numel()), float(torch.finfo(x.dtype).max)


def run_scores() -> None:
    attention_scores(torch.randn(2, 4, 8), torch.randn(2, 4, 8))


def run_pick() -> None:
    pick(torch.randn(6), (2, 3))
