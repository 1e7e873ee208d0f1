"""The autograd engine asked to call back after the backward pass."""

import torch


def synchronise() -> None:
    pass


@torch.compile
def forward(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs * 2
    if torch.is_grad_enabled():
        torch.autograd.Variable._execution_engine.queue_callback(synchronise)  # expect: GB0166
    return outputs


def run_forward() -> None:
    try:
        forward(torch.randn(4))
    except RuntimeError:
        pass
