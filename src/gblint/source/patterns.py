"""Path patterns as in .gitignore, for excludes, per-file ignores and .gitignore files themselves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Patterns:
    """Patterns relative to a folder; pathspec is imported only where there is a pattern to match.

    ``folder`` is absolute. Lines that are no valid pattern match nothing, as in git.
    """

    def __init__(self, folder: str, lines: Iterable[str]) -> None:
        self._prefix = folder.rstrip(os.sep) + os.sep
        self._lines = [line for line in lines if line.strip() and not line.startswith("#")]
        self._spec: GitIgnoreSpec | None = None

    def verdict(self, path: str, is_folder: bool = False) -> bool | None:
        """True if the absolute ``path`` matches, False if a later ``!pattern`` takes it out, None if nothing speaks
        about it, as for every path outside the folder."""
        if not self._lines or not path.startswith(self._prefix):
            return None
        relative = path[len(self._prefix) :].replace(os.sep, "/")
        if self._spec is None:
            self._spec = _compile(self._lines)
        return self._spec.check_file(relative + "/" if is_folder else relative).include


def _compile(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        return GitIgnoreSpec.from_lines(line for line in lines if pattern_fault(line) is None)


def pattern_fault(line: str) -> str | None:
    """Why a line is no pattern, None if it is one."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError as error:
        return str(error)
    return None


class IgnoreFiles:
    """The .gitignore files that apply in one folder, outermost first. Immutable: ``below`` makes the next one."""

    def __init__(self, chain: tuple[Patterns, ...] = ()) -> None:
        self._chain = chain

    @classmethod
    def above(cls, folder: str) -> IgnoreFiles:
        """Those from the root of the git repository down to the parent of ``folder``.

        None of them counts if they ignore ``folder`` itself: who names an ignored folder wants it looked at.
        """
        root = _git_root(folder)
        if root is None:
            return cls()
        found = cls().below(root, os.path.join(".git", "info", "exclude"))
        here, inner = root, os.path.relpath(folder, root)
        for part in [] if inner == os.curdir else inner.split(os.sep):
            found = found.below(here)
            here = os.path.join(here, part)
            if found.ignore(here, is_folder=True):
                return cls()
        return found

    def below(self, folder: str, name: str = ".gitignore") -> IgnoreFiles:
        """With the ignore file of ``folder`` added, if it has one that can be read."""
        try:
            lines = Path(folder, name).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except OSError:
            return self
        return IgnoreFiles((*self._chain, Patterns(folder, lines)))

    def ignore(self, path: str, is_folder: bool) -> bool:
        """Whether git would ignore the absolute ``path``: the innermost file that speaks about it decides."""
        for patterns in reversed(self._chain):
            verdict = patterns.verdict(path, is_folder)
            if verdict is not None:
                return verdict
        return False


def _git_root(folder: str) -> str | None:
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder
