"""t.numpy() and torch.from_numpy are traced by default; they would break with trace_numpy=False: notes."""

import numpy as np
import torch
from torch import nn


class Whiten(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.project = nn.Linear(4, 4)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        hidden = self.project(inputs).detach()
        array = hidden.cpu().numpy()  # expect note: GB0105
        centred = array - np.mean(array, axis=0)
        return torch.from_numpy(centred)  # expect note: GB0231


whiten = torch.compile(Whiten())


def run() -> None:
    whiten(torch.randn(3, 4))
