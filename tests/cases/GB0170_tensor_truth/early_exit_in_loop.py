"""A greedy decoder leaves its loop when all sequences have ended: the test is a tensor."""

import torch
from torch import nn


class Decoder(nn.Module):
    def __init__(self, vocabulary: int = 8, eos: int = 2):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, 4)
        self.head = nn.Linear(4, vocabulary)
        self.eos = eos

    def forward(self, ids, max_new_tokens: int = 3):
        finished = torch.zeros(ids.shape[0], dtype=torch.bool)
        for _ in range(max_new_tokens):
            following = self.head(self.embed(ids[:, -1])).argmax(dim=-1)
            ids = torch.cat([ids, following.unsqueeze(1)], dim=1)
            finished = finished | (following == self.eos)
            if finished.all():  # expect: GB0170
                break
        return ids


decoder = torch.compile(Decoder())


def run() -> None:
    decoder(torch.tensor([[1, 3], [4, 5]]))
