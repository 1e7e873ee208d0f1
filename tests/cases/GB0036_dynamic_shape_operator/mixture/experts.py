"""Experts and the dispatch of tokens to them."""
import torch
import torch.nn.functional as F
from torch import nn

from .registry import register_expert


class FeedForward(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.up, self.down = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down(F.silu(self.up(x)))


@register_expert
def feed_forward(dim: int) -> nn.Module:
    return FeedForward(dim)


@register_expert
def linear(dim: int) -> nn.Module:
    return nn.Linear(dim, dim)


class Dispatch(nn.Module):
    def __init__(self, experts: list[nn.Module]):
        super().__init__()
        self.experts = nn.ModuleList(experts)

    def tokens_of(self, mask: torch.Tensor) -> torch.Tensor:
        return torch.nonzero(mask, as_tuple=True)[0]  # expect: GB0036

    def forward(self, x: torch.Tensor, weights: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
        out = torch.zeros_like(x)
        hits = F.one_hot(chosen, num_classes=len(self.experts)).permute(2, 1, 0).bool()
        for i, expert in enumerate(self.experts):
            token = self.tokens_of(hits[i].any(0))
            if token.numel() == 0:
                continue
            gate = (weights * (chosen == i)).sum(-1)[token, None]
            out = out.index_add(0, token, expert(x[token]) * gate)
        return out
