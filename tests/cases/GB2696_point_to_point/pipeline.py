"""Sends between two ranks inside the compiled code; collectives without async_op are another matter."""

import torch
import torch.distributed as dist


@torch.compile
def forward_stage(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs * 2
    dist.isend(outputs, 1)  # expect: GB2696
    return outputs


@torch.compile
def receive_stage(inputs: torch.Tensor) -> torch.Tensor:
    buffer = torch.empty_like(inputs)
    dist.irecv(buffer, 0)  # expect: GB2696
    return inputs + buffer


def run_forward_stage() -> None:
    try:
        forward_stage(torch.randn(4))
    except ValueError:
        pass


def run_receive_stage() -> None:
    try:
        receive_stage(torch.randn(4))
    except ValueError:
        pass
