"""TypedDicts with optional keys, declared in three ways."""

from typing import TypedDict

import torch
from typing_extensions import NotRequired


class Output(TypedDict, total=False):
    logits: torch.Tensor
    loss: torch.Tensor


class Extended(Output):
    hidden: torch.Tensor


class Marked(TypedDict):
    logits: torch.Tensor
    loss: NotRequired[torch.Tensor]


@torch.compile
def forward(inputs: torch.Tensor) -> Output:
    return Output(logits=inputs * 2)  # expect: GB0257


@torch.compile
def extended(inputs: torch.Tensor) -> Extended:
    logits = inputs * 2
    return Extended(logits=logits, hidden=inputs)  # expect: GB0257


@torch.compile
def marked(inputs: torch.Tensor) -> Marked:
    return Marked({"logits": inputs * 2})  # expect: GB0257


def run() -> None:
    for function in (forward, extended, marked):
        function(torch.randn(3))
