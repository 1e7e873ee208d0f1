"""ODE samplers: grids of Python floats, order counts, history lists, guidance and thresholding by quantiles."""
from __future__ import annotations

import torch
from torch import nn


def karras(n: int, low: float = 0.1, high: float = 10.0, rho: float = 7.0) -> list[float]:
    ramp = [i / max(n - 1, 1) for i in range(n)]
    return [(high ** (1 / rho) + r * (low ** (1 / rho) - high ** (1 / rho))) ** rho for r in ramp] + [0.0]


class Solver(nn.Module):
    def __init__(self, net: nn.Module, steps: int, order: int = 2, churn: float = 0.0, threshold: float | None = None):
        super().__init__()
        self.net, self.sigmas, self.order, self.churn, self.threshold = net, karras(steps), order, churn, threshold
        self.history: list[torch.Tensor] = []

    def denoise(self, x: torch.Tensor, sigma: float) -> torch.Tensor:
        out = self.net(x / (1 + sigma**2) ** 0.5)
        if self.threshold is not None:
            s = torch.quantile(out.abs().flatten(1), self.threshold, dim=1).clamp(min=1.0)[:, None]
            out = torch.clamp(out, -s, s) / s
        return out

    def forward(self, x: torch.Tensor, callback=None) -> torch.Tensor:
        self.history = []
        for i, (sigma, following) in enumerate(zip(self.sigmas[:-1], self.sigmas[1:])):
            if self.churn > 0 and sigma > 1.0:
                noisy = sigma * (1 + self.churn)
                x = x + torch.randn_like(x) * (noisy**2 - sigma**2) ** 0.5
                sigma = noisy
            d = (x - self.denoise(x, sigma)) / sigma
            self.history.append(d)
            if self.order > 1 and len(self.history) >= 2 and following > 0:
                d = 1.5 * self.history[-1] - 0.5 * self.history[-2]
            x = x + d * (following - sigma)
            if callback is not None:
                x = callback(i, x)
            if len(self.history) > self.order:
                self.history.pop(0)
        return x


def run_plain() -> None:
    torch.compile(Solver(nn.Linear(4, 4), 4))(torch.randn(2, 4))


def run_everything() -> None:
    solver = torch.compile(Solver(nn.Linear(4, 4), 3, churn=0.1, threshold=0.9))
    solver(torch.randn(2, 4), callback=lambda i, x: x.clamp(-5, 5) if i % 2 else x)
