"""Mixins for models: timing, and regularization by chance."""
import functools
import random
import time

import torch


def timed(fn):
    """Adds the seconds that a method takes to self.seconds."""

    @functools.wraps(fn)
    def wrapper(self, *args, **kwargs):
        start = time.perf_counter()  # expect: GB0007
        out = fn(self, *args, **kwargs)
        self.seconds += time.perf_counter() - start  # expect: GB0007
        return out

    return wrapper


class StochasticDepthMixin:
    drop_rate: float = 0.5
    training: bool

    def keep_layer(self) -> bool:
        if not self.training or self.drop_rate == 0:
            return True
        return random.random() >= self.drop_rate  # expect: GB0007


class MixupMixin:
    alpha: float = 0.2

    def mixup(self, x: torch.Tensor) -> torch.Tensor:
        weight = torch.distributions.Beta(self.alpha, self.alpha).mean if self.alpha > 0 else 1.0
        return weight * x + (1 - weight) * x.flip(0)
