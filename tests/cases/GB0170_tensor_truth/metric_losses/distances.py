"""Distances, with a direction."""
import torch
from torch import nn


class BaseDistance(nn.Module):
    def __init__(self, normalize: bool = True, p: float = 2.0, is_inverted: bool = False):
        super().__init__()
        self.normalize, self.p, self.is_inverted = normalize, p, is_inverted

    def forward(self, a: torch.Tensor, b: torch.Tensor | None = None) -> torch.Tensor:
        b = a if b is None else b
        if self.normalize:
            a, b = (nn.functional.normalize(t, p=self.p, dim=-1) for t in (a, b))
        matrix = self.compute(a, b)
        assert matrix.size() == torch.Size((a.size(0), b.size(0)))
        return matrix

    def margin(self, x, y):
        return y - x if self.is_inverted else x - y


class Euclidean(BaseDistance):
    def compute(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return torch.cdist(a, b, p=self.p)


class Cosine(BaseDistance):
    def __init__(self, **kwargs):
        super().__init__(is_inverted=True, **kwargs)
        assert self.is_inverted

    def compute(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return a @ b.T
