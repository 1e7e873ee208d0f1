"""Managers of contextlib that Dynamo does not take, and some that it does."""

import contextlib
import sys

import torch


class Resource:
    def close(self) -> None:
        pass


@torch.compile
def quiet(inputs: torch.Tensor) -> torch.Tensor:
    with contextlib.redirect_stdout(sys.stderr):  # expect: GB0262, GB0142
        return inputs * 2


@torch.compile
def closed(inputs: torch.Tensor) -> torch.Tensor:
    with contextlib.closing(Resource()):  # expect: GB0262, GB0142
        return inputs * 2


@torch.compile(fullgraph=True)
def traced(inputs: torch.Tensor) -> torch.Tensor:
    with contextlib.suppress(ValueError), contextlib.nullcontext():
        hidden = inputs * 2
    return hidden


def run() -> None:
    for function in (quiet, closed, traced):
        function(torch.randn(3))
