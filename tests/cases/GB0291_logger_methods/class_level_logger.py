"""A logger in a class attribute and one handed in as an argument, in a loss with a compiled __call__."""

import logging

import torch


class DiceLoss:
    logger = logging.getLogger("losses.dice")

    def __init__(self, smooth: float = 1.0) -> None:
        self.smooth = smooth

    @torch.compile
    def __call__(self, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        probability = logits.sigmoid()
        overlap = (probability * target).sum()
        self.logger.debug("smoothing by %s", self.smooth)  # expect: GB0291
        return 1 - (2 * overlap + self.smooth) / (probability.sum() + target.sum() + self.smooth)


@torch.compile(fullgraph=True)
def scaled(values: torch.Tensor, log: logging.Logger) -> torch.Tensor:
    log.warning("scaling %d values", values.numel())  # expect: GB0291
    return values / values.abs().max()


def run_call() -> None:
    DiceLoss()(torch.randn(2, 3), torch.ones(2, 3))


def run_argument() -> None:
    scaled(torch.randn(3), logging.getLogger("scale"))
