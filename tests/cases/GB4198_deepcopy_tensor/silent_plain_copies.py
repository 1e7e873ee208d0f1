"""Copies that are traced: deepcopy of plain settings, copy.copy of a list, clone() of a tensor."""

import copy

import torch

DEFAULTS = {"scale": 2.0, "axes": [0, 1]}


@torch.compile(fullgraph=True)
def transform(image: torch.Tensor) -> torch.Tensor:
    settings = copy.deepcopy(DEFAULTS)
    axes = list(settings["axes"])
    stages = [image.clone(), image * settings["scale"]]
    copied = list(stages)
    copied.append(stages[0].flip(axes))
    return sum(copied)


def run() -> None:
    transform(torch.rand(2, 2))
