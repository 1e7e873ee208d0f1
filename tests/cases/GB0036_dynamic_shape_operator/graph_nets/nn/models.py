"""Networks of convolutions."""
import torch
from torch import nn

from .conv import GCNConv


class GCN(nn.Module):
    def __init__(self, dim: int, hidden: int, layers: int = 2, clean: bool = True):
        super().__init__()
        sizes = [dim] + [hidden] * layers
        self.convs = nn.ModuleList(GCNConv(a, b, clean=clean) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x: torch.Tensor, edge_index: torch.Tensor) -> torch.Tensor:
        for i, conv in enumerate(self.convs):
            x = conv(x, edge_index)
            if i < len(self.convs) - 1:
                x = x.relu()
        return x
