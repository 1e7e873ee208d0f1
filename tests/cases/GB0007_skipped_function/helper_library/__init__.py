"""A small library; its helpers are re-exported here."""

from .augment import cutout as erase
from .timing import stopwatch

__all__ = ["erase", "stopwatch"]
