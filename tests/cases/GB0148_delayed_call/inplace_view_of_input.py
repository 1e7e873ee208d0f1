"""Methods that change an input's shape in place break; on a computed tensor squeeze_ is fine."""

import torch


@torch.compile
def grow(cache: torch.Tensor, length: int) -> torch.Tensor:
    cache.resize_(length, cache.shape[1])  # expect: GB0148
    return cache + 1


@torch.compile
def swap(weights: torch.Tensor, master: torch.Tensor) -> torch.Tensor:
    weights.set_(master)  # expect: GB0148
    return weights * 2


@torch.compile
def add_channel(images: torch.Tensor) -> torch.Tensor:
    images.unsqueeze_(1)  # expect: GB0148
    scaled = images / 255.0
    scaled.squeeze_(1)
    return scaled


@torch.compile(fullgraph=True)
def project(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return states @ weights.t_()  # expect: GB0148


def run_grow() -> None:
    grow(torch.randn(2, 3), 4)


def run_swap() -> None:
    swap(torch.randn(3), torch.randn(3))


def run_add_channel() -> None:
    add_channel(torch.rand(2, 3))


def run_project() -> None:
    project(torch.randn(2, 4), torch.randn(3, 4))
