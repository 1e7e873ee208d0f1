"""Both capture flags, set where training scripts set them, before the model is compiled."""

import torch
import torch._dynamo as dynamo
from torch import nn

dynamo.config.capture_scalar_outputs = True
dynamo.config.capture_dynamic_output_shape_ops = True


class Packed(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(2, 2)

    def forward(self, x, mask):
        tokens = x[mask]
        scale = tokens.abs().max().item()
        longest = int(mask.sum(dim=-1).max())
        return self.proj(tokens) / (scale + 1e-6), torch.zeros(longest)


packed = torch.compile(Packed())


def run() -> None:
    packed(torch.randn(2, 3, 2), torch.tensor([[True, False, True], [True, True, True]]))
