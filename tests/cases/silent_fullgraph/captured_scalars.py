"""fullgraph=True captures scalars and data-dependent sizes: reading and using them in torch operations is clean."""
import torch
import torch.nn as nn


@torch.compile(fullgraph=True)
def scale_by_norm(x: torch.Tensor, limit: float) -> torch.Tensor:
    norm = x.norm().item()
    return x * (limit / (norm + 1e-6))


@torch.compile(fullgraph=True)
def gather_tokens(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    index = mask.nonzero()
    picked = hidden[index[:, 0], index[:, 1]]
    selected = hidden[mask]
    return picked.sum(0) + selected.mean(0)


@torch.compile(fullgraph=True)
def vocabulary(tokens: torch.Tensor) -> torch.Tensor:
    values, inverse = torch.unique(tokens, return_inverse=True)
    return values[inverse] - tokens


@torch.compile(fullgraph=True)
def repeat(x: torch.Tensor, times: torch.Tensor) -> torch.Tensor:
    n = times.sum().item()
    torch._check(n >= 0)
    return torch.zeros(n) + x.sum()


class Masked(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        out = torch.zeros_like(x)
        out[mask] = self.lin(x[mask])
        return out + torch.masked_select(x, mask[:, None]).sum()


def run_scale() -> None:
    scale_by_norm(torch.randn(3), 1.0)


def run_gather() -> None:
    gather_tokens(torch.randn(2, 3, 4), torch.tensor([[True, False, True], [False, True, False]]))


def run_vocabulary() -> None:
    vocabulary(torch.tensor([3, 1, 3, 2]))


def run_repeat() -> None:
    repeat(torch.randn(2), torch.tensor([1, 2]))


def run_masked() -> None:
    torch.compile(Masked(), fullgraph=True)(torch.randn(4, 3), torch.tensor([True, False, True, True]))
