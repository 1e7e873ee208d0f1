"""id(obj) or hash(t) of something made or tracked in the region is returned, stored in a dict or kept across ..."""

import torch


@torch.compile
def aliased(inputs: torch.Tensor) -> torch.Tensor:
    outputs = inputs + 1
    if id(outputs) == id(inputs):  # expect: GB9316, GB4501
        return outputs * 2
    return outputs


def run_aliased() -> None:
    aliased(torch.randn(3))
