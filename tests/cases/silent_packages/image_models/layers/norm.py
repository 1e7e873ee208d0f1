"""Norm layers."""
import torch
import torch.nn.functional as F
from torch import nn

USE_FAST = False


class LayerNorm2d(nn.LayerNorm):
    def __init__(self, channels: int, eps: float = 1e-6):
        super().__init__(channels, eps=eps)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if USE_FAST and torch.is_autocast_enabled() and not torch.jit.is_scripting():
            return self.fast(x)
        x = x.permute(0, 2, 3, 1)
        x = F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)

    def fast(self, x: torch.Tensor) -> torch.Tensor:
        return x


def get_norm(norm):
    if isinstance(norm, str):
        return {"ln2d": LayerNorm2d, "bn": nn.BatchNorm2d}[norm]
    return norm or nn.Identity
