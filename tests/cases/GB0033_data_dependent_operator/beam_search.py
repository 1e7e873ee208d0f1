"""A beam search step that follows the best beam by a computed index, and one that gathers."""

import torch
from torch import Tensor


@torch.compile
def follow_best(beams: Tensor, scores: Tensor):
    best = torch.argmax(scores)
    beam = beams[best]  # expect: GB0033
    lengths = (beam != 0).sum()
    return beam, lengths


@torch.compile
def follow_all(beams: Tensor, scores: Tensor, width: int = 2):
    values, indices = scores.topk(width)
    return beams[indices], beams.index_select(0, indices), values


@torch.compile
def reorder(cache: list[Tensor], beam_index: Tensor):
    return [layer.index_select(0, beam_index) for layer in cache]


def run_best() -> None:
    follow_best(torch.tensor([[1, 2], [3, 0]]), torch.tensor([0.1, 0.7]))


def run_all() -> None:
    follow_all(torch.tensor([[1, 2], [3, 0]]), torch.tensor([0.1, 0.7]))


def run_reorder() -> None:
    reorder([torch.randn(2, 3)], torch.tensor([1, 0]))
