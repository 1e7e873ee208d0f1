"""A 0-dim integer tensor that was computed is read when it indexes; one that came in as an argument is not."""

import torch


@torch.compile
def best_candidate(candidates, scores):
    best = scores.argmax()
    return candidates[best]  # expect: GB0033


@torch.compile
def next_alpha(alphas_cumprod, timestep):
    following = timestep - 1
    return alphas_cumprod[following].sqrt()  # expect: GB0033


@torch.compile
def alpha_at(alphas_cumprod, timestep):
    return alphas_cumprod[timestep].sqrt()


@torch.compile
def gathered(candidates, scores):
    best = scores.argmax(dim=-1, keepdim=True)
    return candidates[best] + candidates.index_select(0, best)


def run_argmax() -> None:
    best_candidate(torch.randn(4, 2), torch.randn(4))


def run_minus_one() -> None:
    next_alpha(torch.rand(10), torch.tensor(5))


def run_input() -> None:
    alpha_at(torch.rand(10), torch.tensor(5))


def run_one_dim() -> None:
    gathered(torch.randn(4, 2), torch.randn(4))
