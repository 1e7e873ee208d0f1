"""Augmentations that draw from Python's random module."""

import random

import torch


def cutout(images: torch.Tensor, probability: float = 0.5) -> torch.Tensor:
    if random.random() < probability:  # expect: GB0007
        images = images * 0
    return images
