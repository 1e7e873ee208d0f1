"""Adapters whose statistics are disabled functions of another module: each call to one is a break."""
import torch
from torch import nn

from . import LoRALinear, inject


class Attention(nn.Module):
    def __init__(self, dim: int = 4):
        super().__init__()
        self.query, self.value = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (self.query(x) @ x.transpose(-1, -2)).softmax(-1) @ self.value(x)


def run_adapter() -> None:
    torch.compile(LoRALinear(nn.Linear(4, 4), gated=True))(torch.randn(2, 4))


def run_injected() -> None:
    model = inject(Attention(), ("query",), record=False)
    torch.compile(model, fullgraph=True)(torch.randn(2, 3, 4))
