"""A leaf made in the region whose result is detached before it is returned leaks nothing."""

import torch


@torch.compile(fullgraph=True)
def smoothed(latents: torch.Tensor) -> torch.Tensor:
    leaf = latents.detach().clone().requires_grad_(True)
    return (leaf * 0.5).detach()


@torch.compile
def unchanged(latents: torch.Tensor) -> torch.Tensor:
    frozen = (latents * 2).requires_grad_(False)
    return frozen + 1


def run_smoothed() -> None:
    smoothed(torch.randn(3))


def run_unchanged() -> None:
    unchanged(torch.randn(3))
