"""Behind `not torch.compiler.is_compiling()` Dynamo never sees the logger."""

import logging

import torch

logger = logging.getLogger(__name__)


@torch.compile
def normalize(scores: torch.Tensor) -> torch.Tensor:
    if not torch.compiler.is_compiling():
        logger.warning("normalising eagerly, %s", scores.shape)
    return torch.softmax(scores, dim=-1)


@torch.compile(fullgraph=True)
def clamp(scores: torch.Tensor, verbose: bool = False) -> torch.Tensor:
    if verbose and not torch.compiler.is_compiling():
        logger.info("clamping")
    return scores.clamp(0.0, 1.0)


def run_default() -> None:
    normalize(torch.randn(2, 5))


def run_fullgraph() -> None:
    clamp(torch.randn(2, 5), verbose=True)
