"""logging.warning in a helper of a compiled transform; with fullgraph=True it raises."""

import logging
from functools import partial

import torch


def resize(images: torch.Tensor, size: int) -> torch.Tensor:
    if images.shape[-1] > size:
        logging.warning("images of %d are shrunk to %d", images.shape[-1], size)  # expect: GB4841
    return torch.nn.functional.interpolate(images, size=(size, size))


@partial(torch.compile, fullgraph=True)
def preprocess(images: torch.Tensor) -> torch.Tensor:
    images = resize(images, 4)
    return (images - 0.5) / 0.5


def run() -> None:
    preprocess(torch.rand(1, 3, 8, 8))
