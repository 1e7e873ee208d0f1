"""The attribute dict of many projects: items read as attributes."""

import torch
from torch import nn


class AttrDict(dict):
    __getattr__ = dict.get
    __setattr__ = dict.__setitem__


class Block(nn.Module):
    def __init__(self, config: AttrDict) -> None:
        super().__init__()
        self.config = config
        self.layer = nn.Linear(3, 3)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = self.layer(inputs)
        return hidden * self.config.scale  # expect: GB0256


block = torch.compile(Block(AttrDict(scale=2.0)))


@torch.compile
def local(inputs: torch.Tensor) -> torch.Tensor:
    config = AttrDict(scale=2.0)
    hidden = inputs * 2
    config.shift = 1.0  # expect: GB0156
    return hidden * getattr(config, "scale", 1.0)  # expect: GB0256


def run_block() -> None:
    block(torch.randn(2, 3))


def run_local() -> None:
    local(torch.randn(2, 3))
