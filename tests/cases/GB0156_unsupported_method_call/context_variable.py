"""The active dropout rate is kept in a ContextVar and read in the region, under fullgraph=True."""

from contextvars import ContextVar

import torch

dropout_rate: ContextVar[float] = ContextVar("dropout_rate", default=0.1)


def current_rate() -> float:
    return dropout_rate.get()  # expect: GB0156


def residual(hidden: torch.Tensor, update: torch.Tensor) -> torch.Tensor:
    return hidden + torch.nn.functional.dropout(update, current_rate())


fast_residual = torch.compile(residual, fullgraph=True)


def run() -> None:
    fast_residual(torch.randn(2, 4), torch.randn(2, 4))
