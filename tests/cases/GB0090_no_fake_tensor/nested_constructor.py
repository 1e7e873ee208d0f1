"""Sequences packed by torch.nested.nested_tensor inside the region, under fullgraph=True."""

import torch
from torch import nn


class Packer(nn.Module):
    def forward(self, first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
        packed = torch.nested.nested_tensor([first, second])  # expect: GB0090
        return torch.nested.to_padded_tensor(packed, 0.0)


packer = torch.compile(Packer(), fullgraph=True)


def run() -> None:
    packer(torch.randn(2, 3), torch.randn(1, 3))
