"""A module freezes its weights in forward, through nn.Module.requires_grad_ and in a loop over parameters."""

import torch
from torch import nn


class Finetuned(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.backbone = nn.Linear(4, 4)
        self.head = nn.Linear(4, 2)

    def freeze(self) -> None:
        self.backbone.weight.requires_grad_(False)  # expect: GB0125

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        self.freeze()
        return self.head(self.backbone(inputs))


model = torch.compile(Finetuned(), fullgraph=True)


def run() -> None:
    model(torch.randn(2, 4))
