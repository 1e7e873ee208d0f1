"""A disabled function may call compiled ones, and a disabled region is none: nothing of it is traced."""

import torch


@torch.compile(fullgraph=True)
def gelu(values: torch.Tensor) -> torch.Tensor:
    return torch.nn.functional.gelu(values)


@torch.compiler.disable
def evaluate(values: torch.Tensor) -> float:
    total = gelu(values).sum()
    print("total", total)
    return total.item()


@torch.compile(disable=True)
def report(values: torch.Tensor) -> float:
    print("mean", values.mean())
    return values.mean().item()


def run_evaluate() -> None:
    evaluate(torch.randn(3))


def run_report() -> None:
    report(torch.randn(3))
