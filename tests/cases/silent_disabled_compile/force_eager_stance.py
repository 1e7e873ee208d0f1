"""A stance for a block: what is compiled and called under force_eager runs eagerly, the call after it is compiled."""
import torch


@torch.compile
def noisy(x: torch.Tensor) -> torch.Tensor:
    return x * 2 + 1


def debug(x: torch.Tensor) -> torch.Tensor:
    print("sum", x.sum().item())
    if x.sum() > 0:
        x = x + 1
    return x


@torch.compiler.set_stance("force_eager")
def check_against_eager(x: torch.Tensor) -> float:
    return (noisy(x) - (x * 2 + 1)).abs().max().item() + torch.compile(debug)(x).sum().item()


def run_block() -> None:
    noisy(torch.ones(2))
    with torch.compiler.set_stance("force_eager"):
        noisy(torch.zeros(3))
        compiled = torch.compile(debug)
        compiled(torch.ones(2))
    print(noisy(torch.ones(2)).sum().item())


def run_decorator() -> None:
    noisy(torch.ones(2))
    check_against_eager(torch.ones(3))
