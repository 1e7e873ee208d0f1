"""Functions of the same names of one's own."""

import torch


class Link:
    def __init__(self) -> None:
        self.sent = 0

    def isend(self, values: torch.Tensor) -> torch.Tensor:
        self.sent += 1
        return values * 2


link = Link()


@torch.compile(fullgraph=True)
def stage(inputs: torch.Tensor) -> torch.Tensor:
    return link.isend(inputs) + 1


def run() -> None:
    stage(torch.randn(4))
