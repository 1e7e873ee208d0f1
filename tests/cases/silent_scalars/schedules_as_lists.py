"""Noise schedules as lists indexed by ints, tensors indexed by ints, timesteps from range()."""
import torch
from torch import nn


class DDIM:
    def __init__(self, steps: int = 8):
        betas = torch.linspace(0.01, 0.2, steps)
        self.alphas = torch.cumprod(1 - betas, 0)
        self.alpha_list = self.alphas.tolist()
        self.timesteps = list(range(steps))[::-2]
        self.final = 1.0

    def previous(self, i: int) -> float:
        return self.alpha_list[self.timesteps[i + 1]] if i + 1 < len(self.timesteps) else self.final


class Pipeline(nn.Module):
    def __init__(self, scheduler: DDIM):
        super().__init__()
        self.net = nn.Conv1d(2, 2, 3, padding=1)
        self.scheduler = scheduler

    def forward(self, x: torch.Tensor, guidance: float = 1.0, eta: float = 0.0) -> torch.Tensor:
        for i, t in enumerate(self.scheduler.timesteps):
            a, a_prev = self.scheduler.alpha_list[t], self.scheduler.previous(i)
            eps = self.net(torch.cat([x] * 2)) if guidance > 1.0 else self.net(x)
            if guidance > 1.0:
                cond, uncond = eps.chunk(2)
                eps = uncond + guidance * (cond - uncond)
            x0 = (x - (1 - a) ** 0.5 * eps) / a**0.5
            if t > 0 and eta > 0:
                x0 = x0 + eta * torch.randn_like(x) * self.scheduler.alphas[t]
            x = a_prev**0.5 * x0 + (1 - a_prev) ** 0.5 * eps
            if a_prev == self.scheduler.final:
                break
        return x


def run_plain() -> None:
    torch.compile(Pipeline(DDIM()))(torch.randn(1, 2, 4))


def run_guided() -> None:
    torch.compile(Pipeline(DDIM()), fullgraph=True)(torch.randn(1, 2, 4), guidance=2.0, eta=0.1)
