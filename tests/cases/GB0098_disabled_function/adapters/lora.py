"""Low-rank adapters."""
import math

import torch
from torch import nn

from . import bookkeeping as books


class LoRALinear(nn.Module):
    def __init__(self, base: nn.Linear, rank: int = 2, alpha: float = 4.0, record: bool = True, gated: bool = False):
        super().__init__()
        self.base, self.scaling, self.record, self.gated = base, alpha / rank, record, gated
        self.a = nn.Parameter(torch.empty(rank, base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.a, a=math.sqrt(5))
        self.merged = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.base(x)
        if self.merged:
            return y
        delta = (x @ self.a.T) @ self.b.T * self.scaling
        if self.gated:
            delta = delta * books.gate_of(x, 0.1)  # expect: GB0098
        if self.record:
            books.record_usage("lora", delta)  # expect: GB0098
        return y + delta
