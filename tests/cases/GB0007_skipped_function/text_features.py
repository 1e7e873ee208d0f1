"""Unicode categories looked up per character, under fullgraph=True."""

import unicodedata

import torch


def is_punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P")  # expect: GB0007


@torch.compile(fullgraph=True)
def mask_punctuation(scores: torch.Tensor, text: str) -> torch.Tensor:
    keep = [not is_punctuation(char) for char in text]
    return scores * torch.tensor(keep)


def run() -> None:
    mask_punctuation(torch.rand(3), "a,b")
