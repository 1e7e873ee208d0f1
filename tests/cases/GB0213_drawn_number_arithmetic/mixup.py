"""A number from random.uniform is a tensor to Dynamo: Python arithmetic on it breaks, and the frame is given up."""

import random

import torch


@torch.compile
def mixup(images: torch.Tensor) -> torch.Tensor:
    weight = random.uniform(0.2, 0.8)
    return images * weight + images.flip(0) * (1 - weight)  # expect: GB0213


@torch.compile(fullgraph=True)
def scale(images: torch.Tensor) -> torch.Tensor:
    exponent = random.randint(0, 2)
    return images * 2**exponent  # expect: GB0213


def run_mixup() -> None:
    mixup(torch.rand(4, 3))


def run_scale() -> None:
    scale(torch.rand(4, 3))
