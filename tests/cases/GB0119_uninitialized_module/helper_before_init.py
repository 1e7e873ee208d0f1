"""A compiled method reads self before super().__init__() has run: the module has no state yet."""

import torch
from torch import nn


class ClippedLinear(nn.Module):
    limit = 0.5

    def __init__(self, weights: torch.Tensor) -> None:
        clipped = self.clip(weights)
        super().__init__()
        self.weights = nn.Parameter(clipped)

    @torch.compile
    def clip(self, weights: torch.Tensor) -> torch.Tensor:
        return weights.clamp(-self.limit, self.limit)  # expect: GB0119 (dynamo only: the helper runs before super().__init__(), which order gblint does not track)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs @ self.weights


def run() -> None:
    ClippedLinear(torch.randn(3, 3))
