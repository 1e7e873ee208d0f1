"""Global pooling by name."""
import torch
import torch.nn.functional as F
from torch import nn


class SelectAdaptivePool2d(nn.Module):
    def __init__(self, pool_type: str = "avg", flatten: bool = True):
        super().__init__()
        self.pool_type, self.flatten = pool_type or "", nn.Flatten(1) if flatten else nn.Identity()
        assert self.pool_type in ("", "avg", "max", "avgmax"), f"unknown pooling {pool_type}"

    def is_identity(self) -> bool:
        return not self.pool_type

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.is_identity():
            return x
        if self.pool_type == "max":
            x = F.adaptive_max_pool2d(x, 1)
        elif self.pool_type.startswith("avg"):
            x = F.adaptive_avg_pool2d(x, 1)
        return self.flatten(x)
