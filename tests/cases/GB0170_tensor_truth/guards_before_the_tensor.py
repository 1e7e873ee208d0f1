"""What stands before a tensor in `and` and `or` may settle the test: None checks, shapes, flags, isinstance."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, causal: bool = False):
        super().__init__()
        self.causal = causal

    def forward(self, scores, mask=None, scale=None):
        if mask is not None and mask.dtype == torch.bool:
            scores = scores.masked_fill(~mask, float("-inf"))
        if scores.shape[-1] > 1 and mask is not None and not mask.all():  # expect: GB0170
            scores = scores - scores.amax(dim=-1, keepdim=True)
        if isinstance(scale, torch.Tensor) and scale.numel() == 1:
            scores = scores * scale
        return scores.softmax(dim=-1)


attention = torch.compile(Attention())


def run_mask() -> None:
    attention(torch.randn(2, 3), torch.tensor([True, False, True]))


def run_none() -> None:
    attention(torch.randn(2, 3), None, torch.tensor(0.5))
