"""torch.cond, while_loop, where and vmap instead of Python control flow on tensors."""
import torch
from torch import nn


class Halting(nn.Module):
    def __init__(self, dim: int = 4):
        super().__init__()
        self.lin = nn.Linear(dim, dim)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.cond(x.sum() > 0, lambda t: t * 2, lambda t: t - 1, (x,))
        x = torch.cond(x.shape[0] > 2, lambda t: t + 1, lambda t: t.clone(), (x,))

        def positive(t: torch.Tensor) -> torch.Tensor:
            return self.lin(t).relu()

        def negative(t: torch.Tensor) -> torch.Tensor:
            return self.lin(-t)

        return torch.cond(torch.all(x > -100), positive, negative, (x,))


@torch.compile
def select(x: torch.Tensor, threshold: torch.Tensor) -> torch.Tensor:
    pick = x.mean() > threshold
    y = torch.where(pick, x.sin(), x.cos())
    y = pick * y + ~pick * (y + 1)
    rows = torch.vmap(lambda r: r / r.norm())(y)
    grads = torch.func.grad(lambda t: (t**2).sum())(y)
    return torch.lerp(rows, grads, pick.float()) + torch.logical_and(pick, x.any()).int()


@torch.compile(fullgraph=True)
def checked(x: torch.Tensor, limit: int) -> torch.Tensor:
    torch._check(x.shape[0] <= limit)
    torch._check(x.dim() == 2, lambda: f"got {x.shape}") if False else None
    torch._assert_async(x.isfinite().all())
    return x * limit


def run_halting() -> None:
    torch.compile(Halting())(torch.randn(3, 4))


def run_select() -> None:
    select(torch.randn(3, 4), torch.tensor(0.1))


def run_checked() -> None:
    checked(torch.randn(3, 4), 8)
