"""A trainer that compiles its whole step: backward, the optimizer and the gradient bookkeeping are in the region."""
from .engine import Engine

__all__ = ["Engine"]
