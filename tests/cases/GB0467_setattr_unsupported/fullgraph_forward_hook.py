"""register_forward_hook on a global module under fullgraph=True."""

import torch
from torch import nn

features: list[torch.Tensor] = []
layer = nn.Linear(3, 3)


def save(module: nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
    features.append(output)


def extract(inputs: torch.Tensor) -> torch.Tensor:
    layer.register_forward_hook(save)  # expect: GB0467
    return layer(inputs)


extractor = torch.compile(extract, fullgraph=True)


def run() -> None:
    extractor(torch.randn(2, 3))
