"""Star imports bring helpers that print or make strings into the blocks of a model."""
import torch
from torch import nn

from .blocks import ProbedBlock, Titled


def compile_all(**modules: nn.Module) -> dict[str, nn.Module]:
    return {name: torch.compile(module) for name, module in modules.items()}


def run_blocks() -> None:
    models = compile_all(first=ProbedBlock(3, "first"), second=nn.Sequential(ProbedBlock(3, "a"), ProbedBlock(3, "b")))
    for model in models.values():
        model(torch.randn(2, 3))


def run_title() -> None:
    torch.compile(Titled())(torch.randn(2, 3))
