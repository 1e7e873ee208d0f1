"""A mixture of experts skips unused ones: the test is a tensor that a helper in another module returns."""

import torch

from mixture import MixtureOfExperts

moe = torch.compile(MixtureOfExperts(dim=4, experts=2))


def run() -> None:
    moe(torch.randn(6, 4))
