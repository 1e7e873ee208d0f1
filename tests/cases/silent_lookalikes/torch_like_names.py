"""Names that resemble Dynamo's: jit.script, a local `torch`-like namespace, functions called optimize and export."""
import types

import torch

numerics = types.SimpleNamespace(compile=lambda fn, **_: fn, jit=lambda fn: fn)


def optimize(fn):
    return fn


def export(model, path: str) -> str:
    return f"{path}: {sum(p.sum().item() for p in model.parameters()):.2f}"


@numerics.compile
def host_side(x):
    return [v.item() for v in x if v > 0]


@numerics.jit
def also_host_side(x):
    print(x)
    return bool((x > 0).any())


@optimize
def bisect(x: torch.Tensor) -> float:
    low, high = x.min().item(), x.max().item()
    while high - low > 1e-2:
        middle = (low + high) / 2
        if (x > middle).sum() * 2 > x.numel():
            low = middle
        else:
            high = middle
    return low


@torch.jit.script
def scripted(x: torch.Tensor) -> torch.Tensor:
    if bool(x.sum() > 0):
        return x * 2
    return x


@torch.compile
def inside(x: torch.Tensor) -> torch.Tensor:
    return x.sigmoid()


def run_names() -> None:
    x = inside(torch.randn(8))
    print(host_side(x), also_host_side(x), bisect(x), scripted(x).sum().item(), export(torch.nn.Linear(1, 1), "m"))
