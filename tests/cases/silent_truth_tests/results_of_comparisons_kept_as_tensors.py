"""Comparisons of tensors that stay tensors: combined with & | ~, summed, multiplied, handed to where and to any()."""
import torch


@torch.compile
def gate(x: torch.Tensor, y: torch.Tensor, low: float = -1.0, high: float = 1.0) -> dict[str, torch.Tensor]:
    inside = (x > low) & (x < high)
    outside = ~inside | (y != x)
    either = torch.logical_or(inside, y > 0)
    both = torch.logical_and(x.gt(0), y.le(high)).logical_not()
    count = inside.sum() + outside.count_nonzero() + (x == y).float().mean()
    better = x.mean() > y.mean()
    chosen = torch.where(better, x, y)
    chosen = better * chosen + (1 - better.float()) * chosen.flip(0)
    chosen = chosen.masked_fill(torch.isnan(chosen) | torch.isinf(chosen), 0.0)
    clipped = torch.minimum(torch.maximum(x, y), x.new_tensor(high))
    sign = (x > 0).to(x.dtype) - (x < 0).to(x.dtype)
    weights = inside / inside.sum().clamp(min=1)
    flags = torch.stack([better, inside.any(), outside.all(), x.max() >= high])
    changed = flags ^ flags.roll(1)
    mask = None if x.ndim > 2 else inside[:, None] & outside[None]
    return {
        "count": count, "chosen": chosen, "clipped": clipped * sign, "weights": weights, "either": either, "both": both,
        "flags": flags, "changed": changed, "mask": mask, "equal": torch.eq(x, y), "close": torch.isclose(x, y),
    }


def run_gate() -> None:
    gate(torch.randn(4), torch.randn(4))
