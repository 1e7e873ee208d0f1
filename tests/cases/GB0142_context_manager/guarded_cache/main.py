"""A lock in the base class of a helper object breaks the graph in the model that uses it."""
import torch

from .model import create


def run_careful() -> None:
    torch.compile(create())(torch.randn(2, 3, 4))


def run_careless() -> None:
    torch.compile(create(careful=False), fullgraph=True)(torch.randn(2, 3, 4))
