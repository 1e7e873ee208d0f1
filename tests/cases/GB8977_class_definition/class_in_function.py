"""A class defined in the region: a small result type in a compiled function, and under fullgraph=True in a helper."""

import torch


@torch.compile
def split_heads(hidden: torch.Tensor) -> object:
    class Heads:  # expect: GB8977
        width = 2

    heads = Heads()
    heads.query, heads.key = hidden.chunk(2, dim=-1)
    return heads


def make_config(width: int) -> type:
    class Config:  # expect: GB8977
        scale = 0.5

    return Config


@torch.compile(fullgraph=True)
def scaled(hidden: torch.Tensor) -> torch.Tensor:
    return hidden * make_config(hidden.shape[-1]).scale


def run_split_heads() -> None:
    split_heads(torch.randn(3, 4))


def run_scaled() -> None:
    scaled(torch.randn(3, 4))
