"""A method that initialises its module again."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    def reset(self) -> None:
        super().__init__()  # expect: GB0162

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs * 2


net = Net()


@torch.compile
def fresh(inputs: torch.Tensor) -> torch.Tensor:
    net.reset()
    return inputs * 2


def run() -> None:
    fresh(torch.randn(4))
