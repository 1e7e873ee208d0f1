"""The usual rewrite: only the loss is compiled, backward and the optimizer stay outside."""

import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)


@torch.compile(fullgraph=True)
def compute_loss(inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    return nn.functional.smooth_l1_loss(model(inputs), targets)


def train_step(inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    optimizer.zero_grad(set_to_none=True)
    loss = compute_loss(inputs, targets)
    loss.backward()
    optimizer.step()
    return loss.detach()


def run() -> None:
    train_step(torch.randn(8, 4), torch.randn(8, 1))
