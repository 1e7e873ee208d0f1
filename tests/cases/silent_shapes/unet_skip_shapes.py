"""A small U-Net compares sizes of skip connections, pops them from a list and interpolates when they differ."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, c_in: int, c_out: int, groups: int = 4):
        super().__init__()
        self.conv = nn.Conv2d(c_in, c_out, 3, padding=1)
        self.norm = nn.GroupNorm(groups, c_out) if c_out % groups == 0 else nn.Identity()
        self.skip = nn.Conv2d(c_in, c_out, 1) if c_in != c_out else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = F.silu(self.norm(self.conv(x)))
        return h + (x if self.skip is None else self.skip(x))


class UNet(nn.Module):
    def __init__(self, width: int = 4, depth: int = 2):
        super().__init__()
        sizes = [width * 2**i for i in range(depth + 1)]
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        self.down = nn.ModuleList(Block(a, b) for a, b in zip(sizes, sizes[1:]))
        self.up = nn.ModuleList(Block(2 * b, a) for a, b in reversed(list(zip(sizes, sizes[1:]))))
        self.head = nn.Conv2d(width, 3, 1)
        self.depth = depth

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if any(s % 2**self.depth != 0 for s in x.shape[-2:]):
            forward_size = x.shape[-2:]
        else:
            forward_size = None
        h = self.stem(x)
        skips = []
        for block in self.down:
            h = block(h)
            skips.append(h)
            h = F.avg_pool2d(h, 2) if min(h.shape[2:]) >= 2 else h
        while skips:
            skip = skips.pop()
            block = self.up[len(self.up) - len(skips) - 1]
            if h.shape[2:] != skip.shape[2:]:
                h = F.interpolate(h, size=skip.shape[2:])
            h = block(torch.cat([h, skip], dim=1))
        if forward_size is not None and h.shape[-2:] != forward_size:
            h = F.interpolate(h, size=forward_size)
        return self.head(h)


def run_odd() -> None:
    torch.compile(UNet())(torch.randn(1, 3, 7, 9))


def run_even() -> None:
    torch.compile(UNet(), fullgraph=True)(torch.randn(1, 3, 8, 8))
