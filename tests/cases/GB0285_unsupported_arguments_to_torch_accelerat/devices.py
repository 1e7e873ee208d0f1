"""torch.cuda.current_stream, torch.xpu.current_stream or torch.accelerator.current_stream is called with two ..."""

import torch


@torch.compile
def two_arguments(x):
    stream = torch.cuda.current_stream("cuda", 0)  # expect: GB0285
    return x + 1


def run_two():
    try:
        two_arguments(torch.randn(4))
    except (TypeError, RuntimeError, AssertionError):
        pass
