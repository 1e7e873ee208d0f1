"""Parameters frozen one by one in a loop inside the region, fullgraph=True."""

import torch
from torch import nn

backbone = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2))


def freeze(module: nn.Module) -> None:
    for parameter in module.parameters():
        parameter.requires_grad = False  # expect: GB0206


@torch.compile(fullgraph=True)
def features(inputs: torch.Tensor) -> torch.Tensor:
    freeze(backbone)
    return backbone(inputs)


def run() -> None:
    features(torch.randn(2, 3))
