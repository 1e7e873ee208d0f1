"""A policy gradient update: an action drawn as a number, returns computed in Python from numbers, log-probabilities."""

import torch
from torch import Tensor, nn


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 2))

    def forward(self, state: Tensor) -> Tensor:
        return self.net(state).log_softmax(dim=-1)


policy = Policy()


@torch.compile
def act(state: Tensor):
    log_probs = policy(state)
    action = torch.multinomial(log_probs.exp(), 1)
    return int(action), log_probs[action]  # expect: GB0124


@torch.compile(fullgraph=True)
def update(log_probs: Tensor, rewards: list[float], gamma: float = 0.9):
    returns, running = [], 0.0
    for reward in reversed(rewards):
        running = reward + gamma * running
        returns.insert(0, running)
    advantages = torch.tensor(returns)
    return -(log_probs * (advantages - advantages.mean())).sum()


def run_act() -> None:
    act(torch.randn(4))


def run_update() -> None:
    update(torch.randn(3), [1.0, 0.0, 1.0])
