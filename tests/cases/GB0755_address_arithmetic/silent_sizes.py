"""The same operators on sizes, strides and offsets."""

import torch


@torch.compile(fullgraph=True)
def sizes(inputs: torch.Tensor) -> tuple[torch.Tensor, int, float]:
    count = int(inputs.numel()) + abs(-inputs.stride(0))
    return inputs * count, +count, float(inputs.dim())


def run() -> None:
    sizes(torch.randn(4))
