"""A __str__ written in Python is traced, and so is str of numbers, shapes and dtypes."""

import pathlib

import torch

WHERE = pathlib.Path("weights") / "model.pt"


class Rate:
    def __init__(self, value: float) -> None:
        self.value = value

    def __str__(self) -> str:
        return f"{self.value:.2f}"


RATE = Rate(0.25)


@torch.compile(fullgraph=True)
def labelled(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = str(RATE) + str(inputs.shape) + str(inputs.dtype) + str(3) + str(WHERE)
    return inputs * len(label), label


def run() -> None:
    labelled(torch.randn(4))
