"""tolist() of integers: token ids or lengths of sequences taken out of the graph to slice with."""

import torch


@torch.compile
def pooled(hidden, attention_mask):
    lengths = attention_mask.sum(dim=1).tolist()  # expect: GB0033
    return [h[:n].mean(dim=0) for h, n in zip(hidden, lengths)]


@torch.compile
def split_images(pixels, grid_sizes):
    counts = grid_sizes.prod(-1).tolist()  # expect: GB0033
    return torch.split(pixels, counts)


@torch.compile(fullgraph=True)
def split_images_fullgraph(pixels, counts):
    sizes = counts.tolist()
    return sum(sizes), pixels * 2


def run_pool() -> None:
    pooled(torch.randn(2, 3, 4), torch.tensor([[1, 1, 0], [1, 1, 1]]))


def run_split() -> None:
    split_images(torch.randn(10, 2), torch.tensor([[2, 2], [2, 3]]))


def run_captured() -> None:
    split_images_fullgraph(torch.randn(10, 2), torch.tensor([4, 6]))
