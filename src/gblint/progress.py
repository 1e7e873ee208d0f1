"""A bar on standard error while a run takes long, if a person is looking at it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

_PATIENCE = 2.0  # seconds before anything is shown


@contextmanager
def shown() -> Iterator[Callable[[int, int], None]]:
    """What is to be told (done, of) now and then. On anything but a terminal nothing is shown."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, of: None
        return
    began = time.monotonic()
    bar: Any = None
    with ExitStack() as stack:

        def update(done: int, of: int) -> None:
            nonlocal bar
            if bar is None and of and time.monotonic() - began >= _PATIENCE:
                bar = click.progressbar(length=of, label="gblint", show_pos=True, file=sys.stderr)
                stack.enter_context(bar)
            if bar is not None:
                bar.update(done - bar.pos)

        yield update
