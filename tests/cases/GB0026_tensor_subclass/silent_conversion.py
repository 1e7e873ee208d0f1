"""A subclass made of one tensor, and by as_subclass."""

import torch


class Boxes(torch.Tensor):
    pass


@torch.compile(fullgraph=True)
def converted(boxes: torch.Tensor) -> torch.Tensor:
    first = Boxes(boxes * 2)
    second = (boxes + 1).as_subclass(Boxes)
    return first + second


def run() -> None:
    converted(torch.randn(4))
