"""disable(recursive=False) skips one frame only; the call breaks, and what the helper calls is compiled on its own."""

import torch


def normalize(values: torch.Tensor) -> torch.Tensor:
    return values / values.norm()


@torch.compiler.disable(recursive=False)
def host_side(values: torch.Tensor) -> torch.Tensor:
    return normalize(values.flip(0))


@torch.compile
def encode(values: torch.Tensor) -> torch.Tensor:
    flipped = host_side(values)  # expect: GB0099
    return flipped + values


def run() -> None:
    encode(torch.randn(4))
