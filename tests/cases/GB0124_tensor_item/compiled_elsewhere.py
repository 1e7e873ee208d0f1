"""Nothing here is compiled by the file itself: a model and a function that another program compiles."""

# entry: compiled_elsewhere:Pooler
# entry: compiled_elsewhere:masked_length

import torch
from torch import nn


class Pooler(nn.Module):
    def __init__(self, dim: int = 4):
        super().__init__()
        self.proj = nn.Linear(dim, dim)

    def forward(self, hidden, lengths):
        longest = int(lengths.max())  # expect: GB0124
        return self.proj(hidden[:, :longest]).mean(dim=1)


def masked_length(mask: torch.Tensor):
    if mask.any():  # expect: GB0170
        return mask.sum(dim=-1)
    return torch.zeros(mask.shape[0], dtype=torch.long)


def not_compiled(mask):
    return mask.sum().item()


def run_model() -> None:
    Pooler()(torch.randn(2, 3, 4), torch.tensor([2, 3]))


def run_function() -> None:
    masked_length(torch.tensor([[True, False]]))
    not_compiled(torch.tensor([[True, False]]))
