"""torch.distributed.batch_isend_irecv(ops) in compiled code without ..."""

import torch
import torch.distributed as dist


@torch.compile
def exchange(inputs: torch.Tensor, operations: list[dist.P2POp]) -> torch.Tensor:
    dist.batch_isend_irecv(operations)  # expect: GB9300
    return inputs * 2


def run_exchange() -> None:
    try:
        exchange(torch.randn(4), [])
    except (IndexError, ValueError):
        pass
