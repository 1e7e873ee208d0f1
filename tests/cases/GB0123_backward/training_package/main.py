"""The bound method of a trainer is compiled in another file than its class; absolute imports within the package."""

import torch
from torch import nn

from training_package.trainer import Trainer

trainer = Trainer(nn.Linear(4, 3))
compiled_step = torch.compile(trainer.step)


def run() -> None:
    compiled_step(torch.randn(2, 4), torch.tensor([0, 2]), gamma=6.0)
