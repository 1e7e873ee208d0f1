"""A generation loop under fullgraph whose length was read out of a tensor; with a plain length it is unrolled."""

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, vocabulary: int = 8):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, vocabulary)

    def forward(self, ids, length):
        for _ in range(length):  # expect: GBL001
            ids = torch.cat([ids, self.embed(ids[-1:]).argmax(dim=-1)])
        return ids


generator = Generator()


@torch.compile(fullgraph=True)
def generate(ids, lengths):
    return generator(ids, int(lengths.max()))


@torch.compile(fullgraph=True)
def generate_fixed(ids):
    return generator(ids, 2)


def run_read() -> None:
    generate(torch.tensor([1]), torch.tensor([2, 1]))


def run_fixed() -> None:
    generate_fixed(torch.tensor([1]))
