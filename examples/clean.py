"""The same kind of code without a graph break: gblint says nothing about this file."""

from __future__ import annotations

import logging

import torch
import torch.nn.functional as F
from torch import Tensor, nn

logger = logging.getLogger(__name__)


@torch.compile
def training_step(model: nn.Module, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    logits = model(images)
    loss = torch.nan_to_num(F.cross_entropy(logits, labels))
    if not torch.compiler.is_compiling():
        logger.info("loss %s", loss)  # runs in eager mode only
    accuracy = (logits.argmax(dim=-1) == labels).float().mean()
    return loss, accuracy


@torch.compile(fullgraph=True)
def sample(logits: Tensor, temperature: float = 1.0, top_p: float = 0.9) -> Tensor:
    ordered, tokens = (logits / temperature).softmax(dim=-1).sort(dim=-1, descending=True)
    kept = ordered.cumsum(dim=-1) - ordered < top_p
    kept = torch.where(kept.any(), kept, torch.ones_like(kept))
    ordered = ordered.masked_fill(~kept, 0.0)
    return tokens.gather(-1, torch.multinomial(ordered, num_samples=1))


def run() -> None:
    loss, accuracy = training_step(nn.Linear(8, 3), torch.randn(4, 8), torch.tensor([0, 1, 2, 0]))
    logger.info("loss %.3f, accuracy %.2f", loss.item(), accuracy.item())  # read out after the compiled call


def run_sample() -> None:
    sample(torch.randn(1, 16), temperature=0.8)


if __name__ == "__main__":
    run()
    run_sample()
