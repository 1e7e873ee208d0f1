"""hasattr of modules, tensors, objects, configs, containers and plain values is decided while tracing."""

import types

import torch
from torch import nn

config = types.SimpleNamespace(width=3)


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        if hasattr(self, "extra") or hasattr(inputs, "names_of_columns") or hasattr(config, "depth"):
            return inputs
        if hasattr(self.layer, "weight") and hasattr([inputs], "append") and not hasattr(3, "item"):
            return self.layer(inputs) * getattr(config, "width", 1) * getattr(self, "scale", 2)
        return inputs


net = torch.compile(Net(), fullgraph=True)


def run() -> None:
    net(torch.randn(4))
