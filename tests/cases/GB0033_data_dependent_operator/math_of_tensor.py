"""Functions of the math module want a float, so a tensor given to them is read; torch's own functions are not."""

import math

import torch


@torch.compile
def scaled_noise(x, variance):
    std = math.sqrt(variance.mean())  # expect: GB0033
    return x + std


@torch.compile
def perplexity(losses):
    return math.exp(losses.mean())  # expect: GB0033


@torch.compile(fullgraph=True)
def clean(x, variance):
    return x + torch.sqrt(variance.mean()) * math.sqrt(x.shape[0]) + math.pi


def run_sqrt() -> None:
    scaled_noise(torch.randn(3), torch.rand(3))


def run_exp() -> None:
    perplexity(torch.rand(4))


def run_clean() -> None:
    clean(torch.randn(3), torch.rand(3))
