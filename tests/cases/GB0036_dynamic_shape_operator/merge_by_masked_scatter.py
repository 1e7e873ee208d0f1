"""Image features put at their tokens: the selection in the argument breaks, masked_scatter by itself does not."""

import torch
from torch import nn


class Merger(nn.Module):
    def __init__(self, dim: int = 4, image_token: int = 9):
        super().__init__()
        self.embed = nn.Embedding(10, dim)
        self.project = nn.Linear(dim, dim)
        self.image_token = image_token

    def forward(self, ids, features):
        hidden = self.embed(ids)
        mask = (ids == self.image_token).unsqueeze(-1).expand_as(hidden)
        hidden = hidden.masked_scatter(mask, self.project(features))
        return torch.masked_scatter(hidden, mask, torch.tanh(hidden[mask]))  # expect: GB0036


merger = torch.compile(Merger())


def run() -> None:
    merger(torch.tensor([1, 9, 9]), torch.randn(2, 4))
