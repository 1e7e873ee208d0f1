"""A logger's methods named in ignore_logging_functions are dropped by Dynamo; another logger's still break."""

import logging

import torch
import torch._dynamo.config

logger = logging.getLogger(__name__)
torch._dynamo.config.ignore_logging_functions.add(logger.info)


@torch.compile(fullgraph=True)
def scale(inputs: torch.Tensor, factor: float) -> torch.Tensor:
    logger.info("scaling by %s", factor)
    return inputs * factor


@torch.compile
def shift(inputs: torch.Tensor, offset: float) -> torch.Tensor:
    logger.error("shifting by %s", offset)  # expect: GB0291
    return inputs + offset


def run_ignored() -> None:
    scale(torch.randn(3), 2.0)


def run_other_method() -> None:
    shift(torch.randn(3), 2.0)
