"""Reinforcement-learning losses: advantages in a loop over ints, clipping by where and clamp, optional terms."""
from __future__ import annotations

import torch
import torch.nn as nn
import torch.nn.functional as F


def advantages(rewards: torch.Tensor, values: torch.Tensor, done: torch.Tensor, gamma: float, lam: float) -> torch.Tensor:
    steps = rewards.shape[0]
    last = torch.zeros_like(rewards[0])
    out = []
    for t in reversed(range(steps)):
        following = values[t + 1] if t + 1 < steps else torch.zeros_like(values[t])
        delta = rewards[t] + gamma * following * (1 - done[t]) - values[t]
        last = delta + gamma * lam * (1 - done[t]) * last
        out.insert(0, last)
    return torch.stack(out)


class Policy(nn.Module):
    def __init__(self, observation: int, actions: int):
        super().__init__()
        self.trunk, self.pi, self.v = nn.Linear(observation, 8), nn.Linear(8, actions), nn.Linear(8, 1)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        h = torch.tanh(self.trunk(x))
        return self.pi(h).log_softmax(-1), self.v(h).squeeze(-1)


@torch.compile
def ppo_loss(policy: nn.Module, batch: dict[str, torch.Tensor], clip: float = 0.2, vf_coef: float | None = 0.5, ent_coef: float = 0.0):
    log_probs, values = policy(batch["obs"])
    adv = advantages(batch["reward"], values.detach(), batch["done"], 0.99, 0.95)
    if adv.numel() > 1:
        adv = (adv - adv.mean()) / (adv.std() + 1e-8)
    chosen = log_probs.gather(-1, batch["action"][..., None]).squeeze(-1)
    ratio = torch.exp(chosen - batch["log_prob"])
    surrogate = torch.minimum(ratio * adv, ratio.clamp(1 - clip, 1 + clip) * adv)
    loss = -surrogate.mean()
    if vf_coef is not None and vf_coef > 0:
        loss = loss + vf_coef * F.smooth_l1_loss(values, adv + values.detach())
    if ent_coef:
        loss = loss - ent_coef * -(log_probs.exp() * log_probs).sum(-1).mean()
    info = {"kl": (batch["log_prob"] - chosen).mean().detach(), "clipped": ((ratio - 1).abs() > clip).float().mean()}
    return loss, info


def run_ppo() -> None:
    policy = Policy(3, 2)
    optimizer = torch.optim.Adam(policy.parameters())
    batch = {"obs": torch.randn(4, 2, 3), "reward": torch.randn(4, 2), "done": torch.zeros(4, 2),
             "action": torch.zeros(4, 2, dtype=torch.long), "log_prob": torch.full((4, 2), -0.7)}
    loss, info = ppo_loss(policy, batch, ent_coef=0.01)
    loss.backward()
    optimizer.step()
    print(loss.item(), {k: v.item() for k, v in info.items()})
