"""The best of a few tensors, modules or objects by a key of plain numbers: the builtins take keys for constants only."""

from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class Beam:
    tokens: torch.Tensor
    length: int


@torch.compile
def longest(beams: list[Beam]) -> torch.Tensor:
    best = max(beams, key=lambda beam: beam.length)  # expect: GB0193
    return best.tokens * 2


@torch.compile
def narrowest(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    return min([first, second], key=lambda image: image.shape[-1]) + 1  # expect: GB0193


class Widest(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleList([nn.Linear(4, 2), nn.Linear(4, 3)])

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        pairs = [(head(inputs), head.out_features) for head in self.heads]
        return max(pairs, key=lambda pair: pair[1])[0]  # expect: GB0193


def run() -> None:
    tokens = torch.arange(4.0)
    longest([Beam(tokens, 3), Beam(tokens, 4)])
    narrowest(torch.randn(2, 4), torch.randn(2, 3))
    torch.compile(Widest())(torch.randn(3, 4))
