"""Beam search keeps hypotheses sorted by a tensor score: the key makes the sort break."""

import torch


@torch.compile
def best_beams(scores: torch.Tensor, width: int) -> torch.Tensor:
    beams = [(row.sum(), row) for row in scores]
    beams = sorted(beams, key=lambda beam: beam[0], reverse=True)  # expect: GB0207
    return torch.stack([row for _, row in beams[:width]])


def run() -> None:
    best_beams(torch.randn(3, 4), 2)
