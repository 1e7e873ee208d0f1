"""Under fullgraph .item() is captured; one test of the number cannot be guarded, arithmetic with it can."""
import torch
from torch import nn


class EarlyExit(nn.Module):
    def __init__(self, threshold: float):
        super().__init__()
        self.first, self.second, self.threshold = nn.Linear(3, 3), nn.Linear(3, 3), threshold

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        confidence = x.softmax(-1).amax().item()
        x = x * confidence
        if confidence > self.threshold:  # expect: GBL001
            return x
        return self.second(x)


def run_early_exit() -> None:
    torch.compile(EarlyExit(0.9), fullgraph=True)(torch.randn(2, 3))
