"""A branch on a number drawn by random.uniform in a transform: data-dependent, as on a tensor."""

import random

import torch
from torch import nn


class RandomErase(nn.Module):
    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        image = image - 0.5
        if random.uniform(0, 1) < self.probability:  # expect: GB0170
            image = image * 0
        return image + 1


erase = torch.compile(RandomErase(0.5))


def run() -> None:
    erase(torch.rand(3))
