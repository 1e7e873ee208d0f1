"""After .item() broke the graph, the number is a plain one: testing it, counting to it and using it as a size is free."""
import torch


@torch.compile
def crop(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    n = lengths.max().item()  # expect: GB0124
    if n > 3:
        n = 3
    x = x[:, :n]
    parts = []
    for i in range(n):
        if i < n - 1:
            parts.append(x[:, i])
    if not parts or n == 0:
        return x.sum(1)
    return torch.stack(parts, 1).sum(1) + torch.zeros(n).sum()


@torch.compile
def adaptive(x: torch.Tensor, target: float) -> torch.Tensor:
    scale = float(x.abs().max())  # expect: GB0124
    while scale > target:
        x, scale = x / 2, scale / 2
    message = f"{scale:.2f}"
    return x * len(message) if scale else x


@torch.compile
def route(x: torch.Tensor, table: list[float]) -> torch.Tensor:
    index = int(x.argmax())  # expect: GB0124
    return x * table[index] if index in (0, 1) and table[index] > 0 else x[index:]


def run_crop() -> None:
    crop(torch.randn(2, 5), torch.tensor([2, 4]))


def run_adaptive() -> None:
    adaptive(torch.randn(4) * 4, 1.0)


def run_route() -> None:
    route(torch.tensor([1.0, 3.0, 2.0]), [0.5, 2.0, 1.0])
