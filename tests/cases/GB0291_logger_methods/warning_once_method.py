"""warning_once, as large libraries put it on the Logger class, breaks like the methods of the standard library."""

import functools
import logging

import torch
from torch import nn


@functools.lru_cache(None)
def warning_once(self: logging.Logger, *args: object) -> None:
    self.warning(*args)


logging.Logger.warning_once = warning_once
logger = logging.getLogger(__name__)


class Attention(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)

    def forward(self, hidden: torch.Tensor, output_attentions: bool = False) -> torch.Tensor:
        query, key, value = self.qkv(hidden).chunk(3, dim=-1)
        if output_attentions:
            logger.warning_once("attention weights are not returned by this implementation")  # expect: GB0291
        return nn.functional.scaled_dot_product_attention(query, key, value)


attention = Attention(8)
attention.compile()


def run() -> None:
    attention(torch.randn(1, 3, 8), output_attentions=True)
