"""Whether an index is a mask is decided elsewhere: by a helper's comparison, by a cast, by a buffer's dtype."""

import torch
from torch import nn


def padding_mask(ids, pad: int = 0):
    return ids.ne(pad)


def take(values, index):
    return values[index]  # expect: GB0036


class Pooler(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("keep", torch.tensor([True, False, True]))
        self.register_buffer("order", torch.tensor([2, 0, 1]))

    def forward(self, hidden, ids):
        reordered = hidden[self.order]
        kept = hidden[self.keep]  # expect: GB0036
        return take(hidden, padding_mask(ids)).mean(), reordered, kept


pooler = torch.compile(Pooler())


def run() -> None:
    pooler(torch.randn(3, 2), torch.tensor([4, 0, 6]))
