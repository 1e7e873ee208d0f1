"""Compiled functions that call each other and modules that are wrapped twice: the readers of numbers stay outside."""
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.lin = nn.Linear(dim, dim)

    @torch.compile
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.lin(x)


class Stack(nn.Module):
    """The blocks are compiled one by one; the stack is eager and looks at what they give."""

    def __init__(self, dim: int, depth: int):
        super().__init__()
        self.blocks = nn.ModuleList(Block(dim) for _ in range(depth))
        self.norms: list[float] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for i, block in enumerate(self.blocks):
            x = block(x)
            self.norms.append(x.norm().item())
            if x.norm() > 100:
                print(f"block {i}: norm {self.norms[-1]:.1f}")
                x = x / x.norm()
        return x


class Wrapper:
    def __init__(self, module: nn.Module):
        self._orig = module
        self._compiled = torch.compile(module)

    def __call__(self, x: torch.Tensor, check: bool = False) -> torch.Tensor:
        out = self._compiled(x)
        if check and not torch.allclose(out, self._orig(x), atol=1e-5):
            print("the compiled module differs", (out - self._orig(x)).abs().max().item())
        return out


def compile_children(model: nn.Module) -> nn.Module:
    for name, child in model.named_children():
        if isinstance(child, nn.Linear):
            setattr(model, name, torch.compile(child))
    return model


class Eager(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(3, 3), nn.Linear(3, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.first(x)
        if h.isnan().any():
            raise ValueError("NaN")
        return self.second(h[h.sum(-1) > -100])


def run_stack() -> None:
    Stack(3, 2)(torch.randn(2, 3))


def run_wrapper() -> None:
    Wrapper(nn.Sequential(nn.Linear(3, 3), nn.Tanh()))(torch.randn(2, 3), check=True)


def run_children() -> None:
    compile_children(Eager())(torch.randn(2, 3))
