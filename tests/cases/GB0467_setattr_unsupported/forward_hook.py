"""A forward hook registered on a submodule within the region; a hook on a tensor is fine."""

import torch
from torch import nn


class Probed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def attach(self) -> None:
        self.layer.register_forward_hook(lambda module, inputs, output: output * 2)  # expect: GB0467

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        self.attach()
        return self.layer(inputs)


probed = torch.compile(Probed())


@torch.compile(fullgraph=True)
def clipped(inputs: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    hidden = inputs @ weights
    hidden.register_hook(lambda gradient: gradient.clamp(-1, 1))
    return hidden.sum()


def run_probed() -> None:
    probed(torch.randn(2, 3))


def run_clipped() -> None:
    clipped(torch.randn(2, 3), torch.randn(3, 3, requires_grad=True))
