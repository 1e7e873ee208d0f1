"""A fixed-point iteration that stops when a tensor says so, and its cousin with a fixed number of steps."""
import torch


def update(x: torch.Tensor, a: torch.Tensor) -> torch.Tensor:
    return 0.5 * (x + a / x)


@torch.compile
def until_converged(a: torch.Tensor, tol: float = 1e-3, limit: int = 10) -> torch.Tensor:
    x = torch.ones_like(a)
    steps = 0
    while (update(x, a) - x).abs().max() > tol and steps < limit:  # expect: GB0170
        x = update(x, a)
        steps += 1
    return x


@torch.compile
def sinkhorn(cost: torch.Tensor, steps: int = 3, tol: float | None = None) -> torch.Tensor:
    u = torch.zeros(cost.shape[0])
    for _ in range(steps):
        previous = u
        v = -torch.logsumexp(-cost + u[:, None], dim=0)
        u = -torch.logsumexp(-cost + v[None], dim=1)
        if tol is not None and not (u - previous).norm() > tol:  # expect: GB0170
            break
    return (u[:, None] + v[None] - cost).exp()


def run_until_converged() -> None:
    until_converged(torch.tensor([2.0, 3.0]))


def run_sinkhorn() -> None:
    sinkhorn(torch.rand(3, 3))


def run_sinkhorn_with_tolerance() -> None:
    sinkhorn(torch.rand(3, 3), tol=10.0)
