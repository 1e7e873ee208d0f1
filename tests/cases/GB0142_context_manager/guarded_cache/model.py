"""Attention that asks the store for its mask."""
import torch
from torch import nn

from .store import BaseStore, CausalStore


class MaskedAverage(nn.Module):
    def __init__(self, store: BaseStore, careful: bool):
        super().__init__()
        self.store, self.careful = store, careful

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        mask = self.store.get(x.shape[1]) if self.careful else self.store.peek(x.shape[1])
        return (mask / mask.sum(-1, keepdim=True)) @ x


def create(careful: bool = True) -> nn.Module:
    return MaskedAverage(CausalStore(), careful)
