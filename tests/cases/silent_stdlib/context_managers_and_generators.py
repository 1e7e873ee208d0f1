"""User-written context managers, generators, try/finally and expected exceptions, all inside the region."""
import contextlib

import torch
from torch import nn


@contextlib.contextmanager
def eval_mode(module: nn.Module):
    was = module.training
    module.eval()
    try:
        yield module
    finally:
        module.train(was)


class Scope:
    depth = 0

    def __init__(self, scale: float):
        self.scale = scale

    def __enter__(self):
        Scope.depth += 1
        return self

    def __exit__(self, *error) -> bool:
        Scope.depth -= 1
        return False


def windows(x: torch.Tensor, size: int, hop: int):
    for start in range(0, x.shape[-1] - size + 1, hop):
        yield start, x[..., start : start + size]


def lookup(table: dict, key: str, default: float) -> float:
    try:
        return table[key]
    except KeyError:
        return default


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin, self.drop = nn.Linear(4, 4), nn.Dropout(0.5)
        self.table = {"a": 2.0}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        total = torch.zeros(x.shape[0], 4)
        with eval_mode(self.drop) as drop, Scope(0.5) as scope:
            for start, piece in windows(x, size=4, hop=2):
                total = total + drop(self.lin(piece)) * scope.scale ** (start > 0)
        with torch.no_grad():
            norm = total.norm(dim=-1, keepdim=True)
        try:
            total = total / norm
        finally:
            self.last_shape = tuple(total.shape)
        with contextlib.nullcontext(), torch.autocast("cpu", enabled=False), torch.set_grad_enabled(self.training):
            total = total * lookup(self.table, "a", 1.0) + lookup(self.table, "missing", 0.0)
        with torch.profiler.record_function("head"), torch.autograd.profiler.record_function("again"):
            total = total.relu()
        return total + sum(p.mean() for _, p in windows(total, 2, 2)) + (Scope.depth == 0)


def run_train() -> None:
    torch.compile(Net())(torch.randn(2, 8))


def run_eval() -> None:
    torch.compile(Net().eval())(torch.randn(2, 8))
