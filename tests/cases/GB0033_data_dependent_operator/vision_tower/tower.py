"""The tower itself."""
import torch
from torch import nn

from . import grid as grid_utils
from .layers import MLPBlock, Rotary2d, SegmentAttention


class VisionTower(nn.Module):
    def __init__(self, dim: int = 8, depth: int = 1):
        super().__init__()
        self.patch = nn.Linear(3, dim)
        self.rotary = Rotary2d(dim // 2)
        blocks: list[nn.Module] = []
        for _ in range(depth):
            blocks.extend((SegmentAttention(dim), MLPBlock(dim)))
        self.blocks = nn.ModuleList(blocks)
        self.merge = 2

    def forward(self, pixels: torch.Tensor, grid_thw: torch.Tensor) -> torch.Tensor:
        if pixels.ndim != 2:
            raise ValueError(f"expected (patches, channels), got {tuple(pixels.shape)}")
        x = self.patch(pixels)
        emb = self.rotary(grid_utils.positions(grid_thw))
        cu_seqlens = grid_utils.cumulative_lengths(grid_thw)
        for block in self.blocks:
            x = block(x, cu_seqlens, emb)
        return x.unflatten(0, (-1, self.merge)).mean(1)
