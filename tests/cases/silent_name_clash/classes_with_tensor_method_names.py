"""User classes with methods called item, tolist, numpy, nonzero, unique, backward: ordinary calls on ordinary objects."""
from __future__ import annotations

import torch
from torch import nn


class Interval:
    def __init__(self, low: float, high: float):
        self.low, self.high = low, high

    def item(self) -> float:
        return (self.low + self.high) / 2

    def tolist(self) -> list[float]:
        return [self.low, self.high]

    def nonzero(self) -> bool:
        return self.low > 0 or self.high < 0

    def numpy(self) -> tuple[float, float]:
        return self.low, self.high

    def unique(self) -> "Interval":
        return Interval(self.low, self.high)


class Cart:
    def __init__(self) -> None:
        self.entries: dict[str, int] = {}

    def item(self, name: str) -> int:
        return self.entries.get(name, 0)

    def add(self, name: str) -> None:
        self.entries[name] = self.item(name) + 1

    def backward(self) -> list[str]:
        return list(self.entries)[::-1]


class Tape(nn.Module):
    def __init__(self, interval: Interval):
        super().__init__()
        self.interval, self.cart = interval, Cart()
        self.lin = nn.Linear(2, 2)

    def requires_grad_(self, on: bool = True) -> "Tape":
        self.frozen = not on
        return self

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.cart.add("calls")
        if self.interval.nonzero() and self.interval.item() > 0.1:
            x = self.lin(x) * self.interval.item()
        low, high = self.interval.unique().tolist()
        x = x.clamp(low, high) + self.interval.numpy()[0]
        self.requires_grad_(False)
        for name in self.cart.backward():
            if self.cart.item(name) >= 1 and not self.cart.item("other"):
                x = x * self.cart.item(name)
        for key, value in self.cart.entries.items():
            x = x + value * len(key)
        return x


def run_tape() -> None:
    torch.compile(Tape(Interval(0.5, 1.5)))(torch.randn(2, 2))
