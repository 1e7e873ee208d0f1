"""A bar on standard error while a run takes long, if a person is looking at it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_PATIENCE = 2.0  # seconds before anything is shown
_WIDTH = 30


@contextmanager
def shown() -> Iterator[Callable[[int, int], None]]:
    """What is to be told (done, of) now and then. The bar is gone afterwards; on anything but a terminal there is
    none."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, of: None
        return
    bar = _Bar()
    try:
        yield bar.update
    finally:
        bar.clear()


class _Bar:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last = 0
        self._drawn = 0.0

    def update(self, done: int, of: int) -> None:
        now = time.monotonic()
        if not of or now - self._began < _PATIENCE or (now - self._drawn < 0.1 and done < of):
            return
        self._drawn = now
        filled = _WIDTH * done // of
        text = f"gblint [{'#' * filled}{'-' * (_WIDTH - filled)}] {done}/{of} files"
        self._write(text.ljust(self._last))
        self._last = len(text)

    def clear(self) -> None:
        if self._last:
            self._write(" " * self._last)
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r{text}")
        sys.stderr.flush()
