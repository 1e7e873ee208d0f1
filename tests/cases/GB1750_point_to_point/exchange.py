"""Point-to-point operations: made in the region, and changed there."""

import torch
import torch.distributed as dist


def start() -> None:
    if not dist.is_initialized():
        dist.init_process_group("gloo", store=dist.HashStore(), rank=0, world_size=1)


@torch.compile
def exchange(activations: torch.Tensor) -> torch.Tensor:
    scaled = activations * 2
    dist.P2POp(dist.isend, scaled, 0)  # expect: GB1750
    return scaled


@torch.compile
def retag(operation: dist.P2POp, activations: torch.Tensor) -> torch.Tensor:
    scaled = activations * 2
    operation.tag = 1  # expect: GB9860
    return scaled


@torch.compile(fullgraph=True)
def reads(operation: dist.P2POp, activations: torch.Tensor) -> torch.Tensor:
    return activations * 2 + operation.tag


def run() -> None:
    start()
    exchange(torch.randn(3))
    operation = dist.P2POp(dist.isend, torch.randn(3), 0)
    retag(operation, torch.randn(3))
    reads(operation, torch.randn(3))
