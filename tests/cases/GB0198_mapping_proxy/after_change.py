"""A mapping proxy read after, and before, a dict from outside has been changed."""

from types import MappingProxyType

import torch

SCALES = MappingProxyType({"train": 1.0, "eval": 2.0})


@torch.compile
def cached(inputs: torch.Tensor, cache: dict[str, torch.Tensor]) -> torch.Tensor:
    cache["sum"] = inputs.sum()
    return inputs * SCALES["train"]  # expect: GB0198


@torch.compile(fullgraph=True)
def before(inputs: torch.Tensor, cache: dict[str, torch.Tensor]) -> torch.Tensor:
    scale = SCALES["train"]
    own = {}
    own["scale"] = scale
    cache["sum"] = inputs.sum()
    return inputs * own["scale"]


@torch.compile(fullgraph=True)
def own_dict(inputs: torch.Tensor) -> torch.Tensor:
    own = {}
    own["sum"] = inputs.sum()
    return inputs * SCALES["train"] * SCALES.get("eval", 1.0)


def run() -> None:
    cached(torch.randn(3), {})
    before(torch.randn(3), {})
    own_dict(torch.randn(3))
