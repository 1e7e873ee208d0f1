"""A layer of routed experts, built by name."""
import torch
from torch import nn

from . import routers  # noqa: F401 (registers them)
from .experts import Dispatch
from .registry import EXPERTS, ROUTERS, create


class MixtureModel(nn.Module):
    """The router and the experts are picked from registries by name."""

    def __init__(self, dim: int = 4, experts: int = 3, router: str = "topk", expert: str = "feed_forward", k: int = 2):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.router = create(ROUTERS, router, dim=dim, experts=experts, k=k)
        self.dispatch = Dispatch([create(EXPERTS, expert, dim=dim) for _ in range(experts)])

    def balance(self, chosen: torch.Tensor) -> torch.Tensor:
        flat = chosen.flatten()
        load = torch.zeros(len(self.dispatch.experts)).scatter_add(0, flat, torch.ones_like(flat, dtype=torch.float))
        return (load / load.sum()).pow(2).sum() * len(self.dispatch.experts)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        shape = x.shape
        flat = self.norm(x).reshape(-1, shape[-1])
        weights, chosen = self.router(flat)
        return x + self.dispatch(flat, weights, chosen).view(shape), self.balance(chosen)


def build_model(**kwargs) -> nn.Module:
    model = MixtureModel(**kwargs)
    return torch.compile(model)
