"""Closures, recursion, comprehensions, generators and lambdas under fullgraph."""
import torch

fullgraph = torch.compile(fullgraph=True)


def fold(fn, items, start):
    for item in items:
        start = fn(start, item)
    return start


def power(x: torch.Tensor, n: int) -> torch.Tensor:
    if n == 0:
        return torch.ones_like(x)
    half = power(x, n // 2)
    return half * half if n % 2 == 0 else half * half * x


@fullgraph
def series(x: torch.Tensor, order: int) -> torch.Tensor:
    coefficients = [1.0 / (k + 1) for k in range(order)]

    def term(k: int) -> torch.Tensor:
        return coefficients[k] * power(x, k)

    total = fold(lambda a, b: a + b, (term(k) for k in range(order)), torch.zeros_like(x))
    squares = {k: c * c for k, c in enumerate(coefficients) if c > 0.1}
    evens = [term(k) for k in range(order) if k % 2 == 0]
    if (n := len(evens)) > 1 and not (n > 100 or order < 0):
        total = total + torch.stack(evens).sum(0) * max(squares.values())
    for k, value in reversed(list(squares.items())):
        if k == 0:
            continue
        if value < 0.01:
            break
        total = total + value
    else:
        total = total * 2
    return total


def run_series() -> None:
    series(torch.randn(3), 4)
