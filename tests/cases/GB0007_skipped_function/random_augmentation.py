"""Data augmentation that draws from Python's random module: random() and choice() break, uniform() does not."""

import random

import torch


class RandomFlip:
    def __init__(self, probability: float) -> None:
        self.probability = probability

    def __call__(self, image: torch.Tensor) -> torch.Tensor:
        if random.random() < self.probability:  # expect: GB0007
            image = image.flip(-1)
        return image


def random_rotation(image: torch.Tensor) -> torch.Tensor:
    turns = random.choice([0, 1, 2, 3])  # expect: GB0007
    return torch.rot90(image, turns, dims=(-2, -1))


flip = RandomFlip(0.5)


@torch.compile
def augment(image: torch.Tensor) -> torch.Tensor:
    image = flip(image)
    image = random_rotation(image)
    return image * 2.0


@torch.compile
def jitter(image: torch.Tensor) -> torch.Tensor:
    return image * random.uniform(0.9, 1.1)


def run_augment() -> None:
    augment(torch.rand(3, 4, 4))


def run_jitter() -> None:
    jitter(torch.rand(3, 4, 4))
