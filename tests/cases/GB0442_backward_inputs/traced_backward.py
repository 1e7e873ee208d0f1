"""backward(inputs=...) under trace_autograd_ops: for a computed tensor, a new leaf, nothing, a parameter."""

import contextlib

import torch
import torch._dynamo

torch._dynamo.config.trace_autograd_ops = True
weight = torch.randn(3, requires_grad=True)


@torch.compile
def of_hidden(inputs: torch.Tensor) -> torch.Tensor:
    hidden = torch.relu(inputs * weight)
    loss = hidden.sum()
    loss.backward(inputs=[hidden])  # expect: GB7054
    return loss.detach()


@torch.compile
def of_nothing(inputs: torch.Tensor) -> torch.Tensor:
    loss = (inputs * weight).sum()
    loss.backward(inputs=[])  # expect: GB0442
    return loss.detach()


@torch.compile
def of_weight(inputs: torch.Tensor) -> torch.Tensor:
    loss = (inputs * weight).sum()
    loss.backward(inputs=[weight])
    return loss.detach()


def run() -> None:
    of_hidden(torch.randn(3))
    of_weight(torch.randn(3))
    with contextlib.suppress(RuntimeError):
        of_nothing(torch.randn(3))
