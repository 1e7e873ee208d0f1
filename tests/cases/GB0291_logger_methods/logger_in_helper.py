"""The logger is called in a helper of a submodule; the region is the whole model, torch.compile(Model())."""

import logging

import torch
from torch import nn

log = logging.getLogger(__name__)


def warn_if_long(length: int, limit: int) -> None:
    if length > limit:
        log.warning("sequence of %d is longer than %d", length, limit)  # expect: GB0291


class PositionalEmbedding(nn.Module):
    def __init__(self, limit: int, width: int) -> None:
        super().__init__()
        self.limit = limit
        self.table = nn.Embedding(64, width)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        length = tokens.shape[1]
        warn_if_long(length, self.limit)
        return self.table(torch.arange(length, device=tokens.device))


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.tokens = nn.Embedding(100, 8)
        self.positions = PositionalEmbedding(4, 8)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.tokens(tokens) + self.positions(tokens)


encoder = torch.compile(Encoder())


def run() -> None:
    encoder(torch.randint(0, 100, (2, 6)))
