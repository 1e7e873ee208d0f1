"""A TypedDict of which all keys are required, and a dict display that is declared as one with optional keys."""

from typing import TypedDict

import torch


class Required(TypedDict):
    logits: torch.Tensor


class Optional(TypedDict, total=False):
    loss: torch.Tensor


@torch.compile(fullgraph=True)
def forward(inputs: torch.Tensor) -> Required:
    extra: Optional = {"loss": inputs.sum()}
    return Required(logits=inputs * extra["loss"])


def run() -> None:
    forward(torch.randn(3))
