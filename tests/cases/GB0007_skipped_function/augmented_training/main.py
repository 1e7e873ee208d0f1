"""Compiles the network, in training mode and in evaluation mode."""
import torch

from .net import AugmentedNet


def maybe_compile(model: torch.nn.Module, flag: bool) -> torch.nn.Module:
    if flag:
        return torch.compile(model)
    return model


def run_train() -> None:
    model = maybe_compile(AugmentedNet(), flag=True)
    model(torch.randn(3, 4))


def run_eval() -> None:
    model = maybe_compile(AugmentedNet().eval(), True)
    model(torch.randn(3, 4))
    maybe_compile(AugmentedNet(depth=1), False)(torch.randn(3, 4))
