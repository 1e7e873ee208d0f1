"""A graph_break() under a condition that folds away, and one after is_compiling(), are never reached."""

import torch
import torch._dynamo


def checkpoint(hidden: torch.Tensor, debug: bool) -> torch.Tensor:
    if debug:
        torch._dynamo.graph_break()
    if not torch.compiler.is_compiling():
        torch._dynamo.graph_break()
    return hidden


@torch.compile(fullgraph=True)
def forward(inputs: torch.Tensor) -> torch.Tensor:
    return checkpoint(inputs * 2, debug=False) + 1


def run() -> None:
    forward(torch.randn(3))
