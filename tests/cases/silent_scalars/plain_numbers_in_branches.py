"""Numbers that never were tensors: config ints, enumerate indices, sizes, floats, tested, rounded, hashed, compared."""
import math

import torch
from torch import nn


class WarmupAttention(nn.Module):
    def __init__(self, dim: int, heads: int = 2, alpha: float = 0.5, max_steps: int = 10):
        super().__init__()
        self.dim, self.heads, self.alpha, self.max_steps = dim, heads, alpha, max_steps
        self.scale = math.sqrt(dim // heads)
        self.lin = nn.Linear(dim, dim)
        self.table = [0.1 * i for i in range(max_steps)]
        self.levels = {1: "low", 2: "high"}

    def rate(self, step: int) -> float:
        if step < 3:
            return self.alpha * step / 3
        progress = min(1.0, (step - 3) / max(1, self.max_steps - 3))
        return 0.5 * self.alpha * (1 + math.cos(math.pi * progress))

    def forward(self, x: torch.Tensor, step: int, temperature: float = 1.0) -> torch.Tensor:
        rate = self.rate(step)
        if rate > 0 and not math.isclose(temperature, 0.0):
            x = x * rate / temperature
        if self.table[step] > 0.15 or self.levels.get(step, "none") == "high":
            x = x + self.table[step % len(self.table)]
        n = x.shape[0] * self.heads
        if n > 3 and n % 2 == 0 and (n & (n - 1)) == 0:
            x = x.flip(0)
        half, odd = divmod(x.size(-1), 2)
        rounded = round(self.scale * 10) / 10
        if int(rounded) != half or bool(odd) or float(n) < 0.0:
            x = self.lin(x)
        for i, row in enumerate(x):
            if i == 0:
                x = x - row.mean()
            elif i > step:
                break
        steps = list(range(0, self.max_steps, max(1, step)))
        if step in steps or abs(-step) == steps[-1]:
            x = x * len(steps)
        while n > 1:
            n >>= 1
        return x * n if any(s > 5 for s in steps) else x


def run_early() -> None:
    torch.compile(WarmupAttention(4))(torch.randn(2, 4), 1)


def run_late() -> None:
    torch.compile(WarmupAttention(6))(torch.randn(3, 6), 7, temperature=0.5)
