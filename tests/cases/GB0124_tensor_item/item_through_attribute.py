"""The tensor that is read is an attribute set in __init__, a buffer, or a parameter of a submodule."""

import torch
from torch import nn


class LearnedScale(nn.Module):
    def __init__(self):
        super().__init__()
        self.logit_scale = nn.Parameter(torch.tensor(2.0))

    def forward(self):
        return self.logit_scale.exp()


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = LearnedScale()
        self.register_buffer("num_batches", torch.tensor(0))
        self.offset = torch.tensor([0.5])

    def forward(self, features):
        steps = int(self.num_batches)  # expect: GB0124
        scale = self.scale().item()  # expect: GB0124
        return features * scale + self.offset.item() * steps  # expect: GB0124


head = Head()
compiled = torch.compile(head)


def run() -> None:
    compiled(torch.randn(3))
