"""Under fullgraph=True a backward call in the region raises."""

import functools

import torch
from torch import nn

compile_whole = functools.partial(torch.compile, fullgraph=True)
critic = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))


@compile_whole
def critic_update(states: torch.Tensor, returns: torch.Tensor) -> torch.Tensor:
    values = critic(states).squeeze(-1)
    loss = (values - returns).pow(2).mean()
    loss.backward(retain_graph=True)  # expect: GB0123
    return loss


def run() -> None:
    critic_update(torch.randn(3, 2), torch.randn(3))
