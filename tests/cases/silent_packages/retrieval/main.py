"""Trains, indexes and searches."""
import torch

from . import Encoder, EncoderConfig, Index
from .trainer import train


def run_training() -> None:
    train(Encoder(EncoderConfig()), [torch.randint(1, 20, (3, 5)) for _ in range(2)])


def run_search() -> None:
    encoder = Encoder(EncoderConfig(pooling="last", max_length=4)).eval()
    embed = torch.compile(encoder, fullgraph=True)
    with torch.no_grad():
        vectors = embed(torch.randint(1, 20, (4, 6)), torch.ones(4, 6))
    index = Index(vectors, ["a", "b", "c", "d"])
    print(index.search(vectors[:1], 2), index.dump())
