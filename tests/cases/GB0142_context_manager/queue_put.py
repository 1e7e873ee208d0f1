"""Features handed to a writer thread through a queue: Queue.put takes a lock inside the standard library."""
import queue

import torch

results: "queue.Queue[int]" = queue.Queue()


@torch.compile
def embed(tokens: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    embedded = table[tokens]
    results.put(tokens.shape[0])  # expect: GB0142
    return embedded * 2


def run() -> None:
    embed(torch.tensor([0, 1]), torch.randn(3, 2))
