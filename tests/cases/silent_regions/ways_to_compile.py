"""Many ways to compile clean code: aliases, partial, lambdas, bound methods, modules, module.compile(), helper functions."""
import functools

import torch
import torch.nn as nn
from torch import compile as torch_compile

fast = functools.partial(torch.compile, dynamic=False)
strict = torch.compile(fullgraph=True)


class Net(nn.Module):
    def __init__(self, compiled: bool = False):
        super().__init__()
        self.lin = nn.Linear(3, 3)
        self.helper = torch.compile(self.helper) if compiled else self.helper
        if compiled:
            self.lin = torch.compile(self.lin)

    def helper(self, x: torch.Tensor) -> torch.Tensor:
        return x.sigmoid() * 2

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.shape[0] > 1:
            x = self.lin(x)
        return self.helper(x)

    def log(self, x: torch.Tensor) -> None:
        print("output", self(x).mean().item())


@torch_compile
def a(x: torch.Tensor) -> torch.Tensor:
    return x + 1


@fast
def b(x: torch.Tensor) -> torch.Tensor:
    return x * 2


@strict
def c(x: torch.Tensor) -> torch.Tensor:
    return b(a(x)) - 1


@torch.compile(mode="max-autotune", options=None)
@torch.no_grad()
def d(x: torch.Tensor) -> torch.Tensor:
    return c(x).relu()


def maybe_compile(fn, enabled: bool = True, **options):
    return torch.compile(fn, **options) if enabled else fn


e = maybe_compile(lambda x: x.exp(), dynamic=True)
f = torch.compile(nn.Sequential(nn.Linear(3, 3), nn.ReLU()), backend="eager")


def run_functions() -> None:
    x = torch.randn(2, 3)
    print([fn(x).sum().item() for fn in (a, b, c, d, e, f)])


def run_modules() -> None:
    x, net = torch.randn(2, 3), Net(compiled=True)
    net(x)
    Net().compile()
    other = Net()
    other.compile(fullgraph=True)
    other(x)
    other.log(x)
    step = torch.compile(other.helper)
    step(x)
