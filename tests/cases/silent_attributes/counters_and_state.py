"""Counters, flags and running statistics written to modules, classes and globals: Dynamo replays the side effects."""
import torch
from torch import nn

SEEN: set[str] = set()
CALLS = 0
HISTORY: list[int] = []


class RunningNorm(nn.Module):
    mean: torch.Tensor
    var: torch.Tensor
    instances = 0

    def __init__(self, dim: int, warmup: int = 2, momentum: float = 0.1):
        super().__init__()
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("var", torch.ones(dim))
        self.register_buffer("updates", torch.tensor(0))
        self.n, self.warmup, self.momentum, self.frozen = 0, warmup, momentum, False
        self.shapes: dict[str, tuple[int, ...]] = {}
        RunningNorm.instances += 1

    def update(self, x: torch.Tensor) -> None:
        var, mean = torch.var_mean(x, dim=0)
        self.mean.lerp_(mean, self.momentum)
        self.var.copy_(torch.lerp(self.var, var, self.momentum))
        self.updates += 1
        self.n += 1

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        global CALLS
        CALLS += 1
        if self.training and not self.frozen:
            self.update(x.detach())
        if self.n >= self.warmup:
            self.frozen = True
        if "norm" not in SEEN:
            SEEN.add("norm")
        self.shapes["last"] = tuple(x.shape)
        setattr(self, "last_dim", x.shape[-1])
        HISTORY.append(len(self.shapes))
        if getattr(self, "last_dim", None) != self.mean.shape[0] or not hasattr(self, "momentum"):
            raise RuntimeError("wrong size")
        self.last = x
        if self.last is not None and CALLS > 0 and self.n < 100:
            x = (self.last - self.mean) * torch.rsqrt(self.var + 1e-5)
        return x


def run_twice() -> None:
    norm = torch.compile(RunningNorm(3))
    norm(torch.randn(4, 3))
    norm(torch.randn(4, 3))


def run_eval() -> None:
    torch.compile(RunningNorm(3).eval())(torch.randn(4, 3))
