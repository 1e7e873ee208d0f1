"""Decorators with functools.wraps, closures over settings, **kwargs plumbing and functools.partial: all inlined."""
import functools
import inspect
from typing import Any, Callable

import torch
import torch.nn as nn


def autocast_inputs(dtype: torch.dtype) -> Callable:
    def decorator(fn: Callable) -> Callable:
        @functools.wraps(fn)
        def wrapper(self, *args: Any, **kwargs: Any):
            args = tuple(a.to(dtype) if isinstance(a, torch.Tensor) and a.is_floating_point() else a for a in args)
            kwargs = {k: v.to(dtype) if torch.is_tensor(v) else v for k, v in kwargs.items()}
            return fn(self, *args, **kwargs)

        return wrapper

    return decorator


def with_defaults(**defaults: Any) -> Callable:
    def decorator(fn: Callable) -> Callable:
        @functools.wraps(fn)
        def wrapper(*args: Any, **kwargs: Any):
            merged = {**defaults, **{k: v for k, v in kwargs.items() if v is not None}}
            return fn(*args, **merged)

        return wrapper

    return decorator


def filter_kwargs(fn: Callable, kwargs: dict) -> dict:
    allowed = set(inspect.signature(fn).parameters)
    return {k: v for k, v in kwargs.items() if k in allowed}


@with_defaults(alpha=0.5, mode="add")
def mix(a: torch.Tensor, b: torch.Tensor, alpha: float, mode: str) -> torch.Tensor:
    if mode not in ("add", "mul"):
        raise ValueError(f"unknown mode {mode!r}")
    return a + alpha * b if mode == "add" else a * (alpha * b)


class Mixer(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.proj = nn.Linear(dim, dim)
        self.mix = functools.partial(mix, mode="mul")
        self.gain = lambda t, by=1.0: t * by

    @autocast_inputs(torch.float32)
    def forward(self, x: torch.Tensor, *extra: torch.Tensor, residual: torch.Tensor | None = None, **kwargs: Any):
        y = self.proj(x)
        for e in extra:
            y = self.mix(y, e, alpha=kwargs.get("alpha"))
        if residual is not None:
            y = mix(y, residual, **filter_kwargs(mix, kwargs))
        if kwargs.pop("gain", False):
            y = self.gain(y, by=kwargs.get("by", 2.0))
        return y


def run_positional() -> None:
    torch.compile(Mixer(4))(torch.randn(2, 4).double(), torch.randn(2, 4), alpha=0.1)


def run_keywords() -> None:
    torch.compile(Mixer(4), fullgraph=True)(torch.randn(2, 4), residual=torch.randn(2, 4), gain=True, other=3)
