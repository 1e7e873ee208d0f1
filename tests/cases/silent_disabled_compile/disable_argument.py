"""torch.compile(disable=True) compiles nothing, and neither does a decorator with disable; the real region is clean."""
import functools

import torch
import torch.nn as nn

no_compile = functools.partial(torch.compile, disable=True)


@torch.compile(disable=True)
def debug_step(x: torch.Tensor) -> float:
    print("mean", x.mean())
    if x.sum() > 0:
        return x.sum().item()
    return float(x.max())


@no_compile
def also_eager(x: torch.Tensor) -> list[int]:
    return x.nonzero().flatten().tolist()


@torch.compiler.disable
def never_compiled(x: torch.Tensor) -> torch.Tensor:
    """Called from eager code only."""
    return x[x > 0] if bool((x > 0).any()) else x


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.isnan().any():
            raise ValueError("NaN")
        return self.lin(x)


@torch.compile
def compiled(x: torch.Tensor) -> torch.Tensor:
    return x * 2


def run_disabled() -> None:
    x = compiled(torch.randn(3))
    debug_step(x)
    also_eager(x)
    never_compiled(x)
    torch.compile(Net(), fullgraph=True, disable=True)(torch.randn(2, 3))
