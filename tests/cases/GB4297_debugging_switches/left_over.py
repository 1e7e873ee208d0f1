"""Calls that serve debugging of Dynamo, left in the code."""

import torch


@torch.compile
def skipped(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    torch._dynamo.skip_frame("looking at the values")  # expect: GB4297
    return hidden + 1


@torch.compile
def stepped(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    outputs = hidden + 1
    torch._dynamo.step_unsupported()  # expect: GB4636
    return outputs


@torch.compile(fullgraph=True)
def stepped_whole(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    torch._dynamo.step_unsupported()  # expect: GB0284
    return hidden


def run_skipped() -> None:
    skipped(torch.randn(4))


def run_stepped() -> None:
    stepped(torch.randn(4))


def run_stepped_whole() -> None:
    stepped_whole(torch.randn(4))
