"""What a helper returns decides: one returns a Python number made of sizes, the other a tensor."""

import torch


def token_count(ids):
    return ids.shape[0] * ids.shape[1]


def real_token_count(ids, pad=0):
    return (ids != pad).sum()


def mean_over_tokens(total, count):
    return total / max(int(count), 1)  # expect: GB0124


@torch.compile
def losses(per_token, ids):
    total = per_token.sum()
    static = total / max(int(token_count(ids)), 1)
    return static, mean_over_tokens(total, real_token_count(ids))


def run() -> None:
    losses(torch.randn(2, 3), torch.tensor([[1, 2, 0], [3, 0, 0]]))
