"""optimizer.zero_grad() in a helper that the compiled step calls; fullgraph=True."""

import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.AdamW(model.parameters())


def clear(gradients: torch.optim.Optimizer) -> None:
    gradients.zero_grad(set_to_none=True)  # expect: GB0008


@torch.compile(fullgraph=True)
def forward_loss(inputs: torch.Tensor) -> torch.Tensor:
    clear(optimizer)
    return model(inputs).square().mean()


def run() -> None:
    forward_loss(torch.randn(2, 3))
