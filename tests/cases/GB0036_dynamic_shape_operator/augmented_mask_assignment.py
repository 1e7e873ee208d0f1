"""x[mask] = number is clean; x[mask] += number reads x[mask] first and breaks, as x[mask] = f(x[mask]) does."""
import torch


@torch.compile
def clean(tokens: torch.Tensor, pad: int) -> torch.Tensor:
    out = tokens.clone()
    out[tokens == pad] = 0.0
    out[tokens < 0] = float("nan")
    out[tokens > 3] = tokens.mean()
    out[tokens > 4] = torch.tensor(1.0)
    return out


@torch.compile
def shifted(tokens: torch.Tensor, start: float) -> torch.Tensor:
    out = tokens.clone()
    out[tokens > start] += 2.0  # expect: GB0036
    return out


@torch.compile
def squashed(x: torch.Tensor) -> torch.Tensor:
    y = x.clone()
    large = x.abs() > 1
    y[large] = x[large].tanh()  # expect: GB0036
    return y


def run_clean() -> None:
    clean(torch.arange(6.0), 5)


def run_shifted() -> None:
    shifted(torch.arange(6.0), 2.0)


def run_squashed() -> None:
    squashed(torch.randn(6) * 3)
