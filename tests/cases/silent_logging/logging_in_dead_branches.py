"""Logging that constants switch off: module-level levels, literals at the call site, TYPE_CHECKING, __main__."""
import logging
import warnings
from typing import TYPE_CHECKING

import torch

logger = logging.getLogger(__name__)
VERBOSITY = 0
LOG_EVERY = None
PROFILE = False


def guide(x: torch.Tensor, verbose: bool = False, every: int | None = LOG_EVERY) -> torch.Tensor:
    if verbose:
        print("mean", x.mean().item())
    if every is not None and every > 0:
        warnings.warn(f"logging every {every} steps")
    return x * 0.5


class Sampler:
    def __call__(self, x: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        if VERBOSITY > 1 or __name__ == "__main__":
            logger.debug("noise %s", noise.tolist())
        if PROFILE and x.is_cuda:
            torch.cuda.synchronize()
            print(torch.cuda.memory_allocated())
        if TYPE_CHECKING or False:
            print(x)
        x = guide(x) + guide(noise, verbose=False)
        while 0:
            print("never", x.sum().item())
        return x + (0.1 if not VERBOSITY else x.max().item()) * noise


def run_quiet() -> None:
    sampler = torch.compile(Sampler())
    sampler(torch.zeros(3), torch.randn(3))
