"""Under fullgraph the length is captured; a test of it, two files down, cannot be guarded."""
import torch

from .encoder import Encoder


def make(trimmed: bool) -> torch.nn.Module:
    return torch.compile(Encoder(trimmed=trimmed), fullgraph=True)


def run_trimmed() -> None:
    make(True)(torch.randn(2, 5, 4), torch.tensor([3, 4]))


def run_untrimmed() -> None:
    make(trimmed=False)(torch.randn(2, 5, 4), torch.tensor([3, 4]))
