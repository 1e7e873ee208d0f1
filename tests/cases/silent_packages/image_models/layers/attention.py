"""Channel attention."""
import torch
from torch import nn

__all__ = ["SqueezeExcite", "make_divisible"]


def make_divisible(value: float, divisor: int = 4, minimum: int | None = None, limit: float = 0.9) -> int:
    minimum = minimum or divisor
    new = max(minimum, int(value + divisor / 2) // divisor * divisor)
    if new < limit * value:
        new += divisor
    return new


class SqueezeExcite(nn.Module):
    def __init__(self, channels: int, ratio: float = 0.5, add_maxpool: bool = False):
        super().__init__()
        reduced = make_divisible(channels * ratio)
        self.add_maxpool = add_maxpool
        self.fc1, self.fc2, self.act = nn.Conv2d(channels, reduced, 1), nn.Conv2d(reduced, channels, 1), nn.ReLU(True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x_se = x.mean((2, 3), keepdim=True)
        if self.add_maxpool:
            x_se = 0.5 * x_se + 0.5 * x.amax((2, 3), keepdim=True)
        return x * self.fc2(self.act(self.fc1(x_se))).sigmoid()
