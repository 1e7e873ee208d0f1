"""optimizer.step() under fullgraph=True."""

import torch

weights = [torch.zeros(3, requires_grad=True)]
optimizer = torch.optim.SGD(weights, lr=0.1)


@torch.compile(fullgraph=True)
def update(scale: float) -> None:
    weights[0].grad = weights[0].detach() * scale
    optimizer.step()  # expect: GB0025


def run() -> None:
    update(0.5)
