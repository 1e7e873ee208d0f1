"""A step with clipping, a scheduler and the optimizer compiled together."""

import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)


@torch.compile
def train_step(inputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    loss = nn.functional.l1_loss(model(inputs), targets)
    loss.backward()  # expect: GB0123
    norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()  # expect: GB0025, GB0007 (dynamo only: the scheduler wraps the method)
    optimizer.zero_grad(set_to_none=True)  # expect: GB0008
    return norm


def run() -> None:
    train_step(torch.randn(4, 3), torch.randn(4, 1))
