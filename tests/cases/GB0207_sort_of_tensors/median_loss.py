"""sorted() and list.sort() over losses that are tensors; keys that are sizes are fine."""

import torch
from torch import nn


class TrimmedLoss(nn.Module):
    def __init__(self, parts: int = 3) -> None:
        super().__init__()
        self.parts = parts

    def forward(self, errors: torch.Tensor) -> torch.Tensor:
        losses = [part.square().mean() for part in errors.chunk(self.parts)]
        ordered = sorted(losses)  # expect: GB0207
        return ordered[0] + ordered[1]


trimmed = torch.compile(TrimmedLoss())


@torch.compile(fullgraph=True)
def best(scores: torch.Tensor) -> torch.Tensor:
    pairs = [scores.max(), scores.mean()]
    pairs.sort(reverse=True)  # expect: GB0207
    return pairs[0]


@torch.compile(fullgraph=True)
def longest_first(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    return sorted([first, second], key=len, reverse=True)[0] * 2


def run_trimmed() -> None:
    trimmed(torch.randn(6))


def run_best() -> None:
    best(torch.randn(3))


def run_longest_first() -> None:
    longest_first(torch.randn(2), torch.randn(3))
