"""Assigning t.requires_grad breaks with an id of its own, in a function and in a module's helper."""

import torch
from torch import nn


@torch.compile
def saliency_input(images: torch.Tensor) -> torch.Tensor:
    scaled = images / 255.0
    images.requires_grad = True  # expect: GB0206
    return scaled * images


class Prompt(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Parameter(torch.randn(2, 4))

    def freeze(self) -> None:
        self.embedding.requires_grad = False  # expect: GB0206

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        self.freeze()
        return hidden + self.embedding.mean(0)


prompt = Prompt()
prompt.compile(fullgraph=True)


def run_function() -> None:
    saliency_input(torch.rand(2, 4))


def run_module() -> None:
    prompt(torch.randn(3, 4))
