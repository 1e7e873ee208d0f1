"""Blocks of the model; the probes come from the helpers."""
from torch import nn

from .helpers import *  # noqa: F403


class ProbedBlock(nn.Module):
    def __init__(self, dim: int, name: str):
        super().__init__()
        self.lin, self.probe = nn.Linear(dim, dim), Probe(name)  # noqa: F405

    def forward(self, x):
        show_values("block", x)  # noqa: F405
        return self.probe(self.lin(x)).relu()


class Titled(nn.Module):
    def forward(self, x):
        return x * len(label_of(x.sum()))  # noqa: F405
