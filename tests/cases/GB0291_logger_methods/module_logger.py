"""A module-level logger called in a compiled loss: each method of a Logger breaks, whatever the level."""

import logging

import torch
import torch.nn.functional as F

logger = logging.getLogger(__name__)


@torch.compile
def contrastive_loss(queries: torch.Tensor, keys: torch.Tensor, temperature: float = 0.07) -> torch.Tensor:
    logger.debug("queries %s, keys %s", queries.shape, keys.shape)  # expect: GB0291
    logits = queries @ keys.T / temperature
    labels = torch.arange(logits.shape[0])
    if logits.shape[0] < 8:
        logger.warning("the batch is small for a contrastive loss")  # expect: GB0291
    return F.cross_entropy(logits, labels)


def run() -> None:
    contrastive_loss(torch.randn(4, 8), torch.randn(4, 8))
