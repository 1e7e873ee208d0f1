"""A method of torch.autograd.Variable._execution_engine other than queue_callback is called, such as ..."""

import torch


@torch.compile
def checked(inputs: torch.Tensor) -> torch.Tensor:
    torch.autograd.Variable._execution_engine.is_checkpoint_valid()  # expect: GB0165
    return inputs * 2


def run_checked() -> None:
    checked(torch.randn(4))
