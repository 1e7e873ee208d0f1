"""A buffer made in the region and resized, which Dynamo does not trace."""

import torch


@torch.compile
def pad_cache(keys: torch.Tensor, length: int) -> torch.Tensor:
    cache = torch.zeros(keys.shape)
    cache.resize_(length, keys.shape[1])  # expect: GB0126
    return cache + 1


def run_pad_cache() -> None:
    pad_cache(torch.randn(2, 3), 1)
