"""gblint as a flake8 plugin: the findings of each file that flake8 is given, for regions of that file.

flake8 hands over one file at a time, so what a region in another file finds here is reported by ``gblint`` alone. So
are notes, since flake8 fails on whatever it is told, and GBL002, of which flake8 has its own kind (E902, E999).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from gblint import __version__
from gblint.engine import UNREADABLE, Stdin, check
from gblint.output import one_line
from gblint.settings import load
from gblint.source.files import display_name
from gblint.source.mentions import may_hold_region

_STDIN_NAMES = ("-", "stdin")


class Plugin:
    """What flake8 makes for each file: ``lines`` is its text, also where that comes from an editor's buffer."""

    name = "gblint"
    version = __version__

    def __init__(self, tree: ast.AST, lines: Sequence[str], filename: str) -> None:
        self._data = "".join(lines).encode("utf-8", "surrogatepass")
        self._filename = None if filename in _STDIN_NAMES else filename

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """(line, column from 0, text, plugin) for each finding. Raises UsageError for bad settings."""
        if not may_hold_region(self._data):
            return
        paths = [self._filename] if self._filename else []
        report = check([], load(paths), Stdin(self._data, self._filename))
        own = display_name(self._filename) if self._filename else None
        for finding in report.diagnostics:
            if finding.severity.fails and finding.code != UNREADABLE and own in (None, finding.path):
                text = f"{finding.code} {one_line(finding.message)}"
                yield finding.span.line, finding.span.column - 1, text, type(self)
