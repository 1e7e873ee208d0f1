"""deepcopy imported by name, of an input under fullgraph=True."""

from copy import deepcopy

import torch


@torch.compile(fullgraph=True, mode="reduce-overhead")
def momentum_target(online: torch.Tensor, momentum: float) -> torch.Tensor:
    target = deepcopy(online)  # expect: GB4198
    return target * momentum + online * (1 - momentum)


def run() -> None:
    momentum_target(torch.randn(3), 0.9)
