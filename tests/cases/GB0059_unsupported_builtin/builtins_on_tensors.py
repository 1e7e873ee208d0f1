"""Builtins on tensors: pow() and callable() break, abs(), sum(), max(), len(), `**` and isinstance() do not."""
import torch


@torch.compile
def energy(x: torch.Tensor, parts: list[torch.Tensor]) -> torch.Tensor:
    total = sum(parts) + abs(x) ** 2 + len(x)
    if isinstance(total, torch.Tensor) and hasattr(total, "softmax"):
        total = max(total.sum(), x.sum()) + total
    return pow(total, 2)  # expect: GB0059


@torch.compile
def normalize(x: torch.Tensor) -> torch.Tensor:
    if callable(x.softmax):  # expect: GB0059
        return x.softmax(-1)
    return x


def run_energy() -> None:
    energy(torch.randn(3), [torch.randn(3), torch.randn(3)])


def run_normalize() -> None:
    normalize(torch.randn(3))
