"""The region calls helpers through the package's re-exports; one is renamed, one is a decorator that wraps."""

import torch

from helper_library import erase, stopwatch


@stopwatch
def blend(images: torch.Tensor, weight: float) -> torch.Tensor:
    return images * weight + images.flip(0) * (1 - weight)


@torch.compile
def augment(images: torch.Tensor) -> torch.Tensor:
    return blend(images, weight=0.5) * 2


@torch.compile
def occlude(images: torch.Tensor) -> torch.Tensor:
    return erase(images) + 1


def run_augment() -> None:
    augment(torch.rand(2, 3))


def run_occlude() -> None:
    occlude(torch.rand(2, 3))
