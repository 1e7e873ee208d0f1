"""Two SimpleNamespace objects compared as wholes; by attribute and by identity it is traced."""

from types import SimpleNamespace

import torch

train = SimpleNamespace(scale=1.0)
evaluation = SimpleNamespace(scale=2.0)


@torch.compile
def whole(inputs: torch.Tensor) -> torch.Tensor:
    doubled = inputs * 2
    if train == evaluation:  # expect: GB1220
        return doubled
    return doubled + 1


@torch.compile(fullgraph=True)
def parts(inputs: torch.Tensor) -> torch.Tensor:
    if train.scale == evaluation.scale or train is evaluation:
        return inputs * 2
    return inputs + 1


def run() -> None:
    whole(torch.randn(3))
    parts(torch.randn(3))
