"""logging.info at module level, the root logger, breaks inside the logging module, with another id than a Logger."""

import logging

import torch


@torch.compile
def update_ema(ema: torch.Tensor, value: torch.Tensor, decay: float) -> torch.Tensor:
    logging.info("updating with decay %s", decay)  # expect: GB4841
    return torch.lerp(value, ema, decay)


def run() -> None:
    update_ema(torch.zeros(3), torch.ones(3), 0.9)
