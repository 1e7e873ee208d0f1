"""Under dynamic=True sizes are symbols; testing, rounding and counting with them stays free of breaks."""
import math

import torch
import torch.nn.functional as F


def buckets(length: int, base: int = 4) -> int:
    size = base
    while size < length:
        size *= 2
    return size


@torch.compile(dynamic=True)
def pack(x: torch.Tensor, heads: int = 2) -> torch.Tensor:
    batch, length, dim = x.shape
    target = buckets(length)
    if target > length:
        x = F.pad(x, (0, 0, 0, target - length))
    per_head, rest = dim // heads, dim % heads
    if rest:
        raise ValueError(f"{dim} is not a multiple of {heads}")
    x = x.view(batch, target, heads, per_head).transpose(1, 2)
    scale = 1 / math.sqrt(per_head)
    steps = math.ceil(target / 3)
    pieces = [x[:, :, i * 3 : min((i + 1) * 3, target)] for i in range(steps)]
    sizes = [p.size(2) for p in pieces]
    if sum(sizes) != target or max(sizes) > 3:
        raise RuntimeError(str(sizes))
    out = torch.cat(pieces, dim=2) * scale
    half = target // 2
    return out[:, :, :half] + out[:, :, half : 2 * half] * float(half > 1) + int(batch == 2)


def run_pack() -> None:
    pack(torch.randn(2, 5, 4))
    pack(torch.randn(3, 9, 4))
