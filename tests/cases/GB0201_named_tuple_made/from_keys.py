"""A named tuple whose fields are a dict's keys: the view and the dict itself are no constants."""

import collections

import torch


@torch.compile
def outputs(inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
    parts = {"hidden": inputs * 2, "logits": inputs + 1}
    Outputs = collections.namedtuple("Outputs", parts.keys())  # expect: GB0201
    return Outputs(**parts)


@torch.compile(fullgraph=True)
def listed(inputs: torch.Tensor) -> tuple[torch.Tensor, ...]:
    parts = {"hidden": inputs * 2, "logits": inputs + 1}
    Outputs = collections.namedtuple("Outputs", list(parts.keys()))
    return Outputs(**parts)


def run_outputs() -> None:
    outputs(torch.randn(4))


def run_listed() -> None:
    listed(torch.randn(4))
