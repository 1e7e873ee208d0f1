"""The autograd engine asked to call back after the backward pass, and asked for its state."""

import torch


def synchronise() -> None:
    pass


@torch.compile
def forward(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs * 2
    if torch.is_grad_enabled():
        torch.autograd.Variable._execution_engine.queue_callback(synchronise)  # expect: GB0166
    return outputs


@torch.compile
def checked(inputs: torch.Tensor) -> torch.Tensor:
    torch.autograd.Variable._execution_engine.is_checkpoint_valid()  # expect: GB0165
    return inputs * 2


def run_forward() -> None:
    try:
        forward(torch.randn(4))
    except RuntimeError:
        pass


def run_checked() -> None:
    checked(torch.randn(4))
