"""An exception raised in the compiled function, and not caught there, ends the trace at the raise."""

import torch


def check_rank(x, rank: int):
    if x.dim() != rank:
        raise ValueError(f"expected rank {rank}, got {x.dim()}")  # expect: GB0088 (dynamo only: the inputs decide)


@torch.compile
def batched(x):
    check_rank(x, 3)
    return x.mean(dim=-1)


@torch.compile
def tolerant(x):
    try:
        check_rank(x, 3)
    except ValueError:
        x = x.unsqueeze(0)
    return x.mean(dim=-1)


def run_wrong() -> None:
    try:
        batched(torch.randn(2, 2))
    except ValueError:
        pass


def run_caught() -> None:
    tolerant(torch.randn(2, 2))
