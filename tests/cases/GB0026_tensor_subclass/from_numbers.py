"""A plain subclass of torch.Tensor, made of a list, and with an argument of its own."""

import contextlib

import torch


class Boxes(torch.Tensor):
    pass


class Labelled(torch.Tensor):
    def __init__(self, data: torch.Tensor, label: str = "") -> None:
        self.label = label


@torch.compile
def unit_box(image: torch.Tensor) -> torch.Tensor:
    box = Boxes([0.0, 0.0, 1.0, 1.0])  # expect: GB0026
    return box * image.max()


@torch.compile
def labelled(image: torch.Tensor) -> torch.Tensor:
    scaled = image * 2
    return Labelled(scaled, "image") + 1  # expect: GB0026


def run() -> None:
    unit_box(torch.randn(4))


def run_labelled() -> None:
    with contextlib.suppress(TypeError):
        labelled(torch.randn(4))
