"""A whole training step is compiled, its loss.backward() and optimizer calls with it."""

import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


@torch.compile
def train_step(inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    optimizer.zero_grad()  # expect: GB0008
    loss = nn.functional.mse_loss(model(inputs), targets)
    loss.backward()  # expect: GB0123
    optimizer.step()  # expect: GB0025
    return loss.detach()


def run() -> None:
    train_step(torch.randn(8, 4), torch.randn(8, 1))
