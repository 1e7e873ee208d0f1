"""Routers: which token goes to which expert."""
import torch
import torch.nn.functional as F
from torch import nn

from .registry import register_router


@register_router("topk")
class TopKRouter(nn.Module):
    def __init__(self, dim: int, experts: int, k: int = 2):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(experts, dim) * 0.1)
        self.k = k

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        scores = F.linear(x, self.weight).softmax(-1)
        weights, chosen = scores.topk(self.k, dim=-1)
        return weights / weights.sum(-1, keepdim=True), chosen


@register_router("hash")
class HashRouter(nn.Module):
    def __init__(self, dim: int, experts: int, k: int = 1):
        super().__init__()
        self.experts, self.k = experts, k

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        chosen = torch.arange(x.shape[0] * self.k).view(-1, self.k) % self.experts
        return torch.full(chosen.shape, 1.0 / self.k), chosen
