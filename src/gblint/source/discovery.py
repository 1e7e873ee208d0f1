"""From the paths of a command line to the files to lint: excludes, .gitignore files, links, each file once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gblint.immutable import immutable
from gblint.source.files import SourceFile, display_name, reason
from gblint.source.patterns import IgnoreFiles, Patterns

# Folders that hold no code of the project's own. They count below the given paths only: the working folder itself
# may well be called build. An environment of any other name is known by its pyvenv.cfg.
DEFAULT_EXCLUDES = frozenset(
    {
        *(".git", ".hg", ".svn", ".bzr", ".tox", ".nox", ".venv", "venv", ".env", "site-packages", "node_modules"),
        *("build", "_build", "dist", "buck-out", ".eggs", "__pycache__", "__pypackages__"),
        *(".gblint_cache", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".ipynb_checkpoints"),
    }
)
_ENVIRONMENT = "pyvenv.cfg"
_LOCK_PREFIX = ".#"  # Emacs' locks: links to nowhere that bear the name of the file being edited


@immutable
class PathFault:
    """A path that was asked for, or a folder below one, that could not be looked at."""

    display: str
    message: str


@dataclass
class Discovery:
    """What was found: ``files`` sorted by the name shown, ``faults`` for the rest."""

    files: list[SourceFile] = field(default_factory=list)
    faults: list[PathFault] = field(default_factory=list)


def discover(
    paths: Sequence[str],
    *,
    exclude: Patterns | None = None,
    extend_exclude: Patterns | None = None,
    force_exclude: bool = False,
    respect_gitignore: bool = True,
) -> Discovery:
    """The files that ``paths`` stand for: files as they are, folders with every ``.py`` file below them.

    ``exclude`` takes the place of DEFAULT_EXCLUDES, ``extend_exclude`` comes on top; like .gitignore files, both
    leave alone what is named explicitly, unless ``force_exclude`` says that the names were made by a program
    (pre-commit). A file that is reached in several ways comes once.
    """
    return _Walk(exclude, extend_exclude, force_exclude, respect_gitignore).run(paths)


class _Walk:
    def __init__(
        self, exclude: Patterns | None, extend_exclude: Patterns | None, force_exclude: bool, respect_gitignore: bool
    ) -> None:
        self._exclude = exclude
        self._extend = extend_exclude
        self._force = force_exclude
        self._respect = respect_gitignore
        self._found: dict[str, SourceFile] = {}  # by real path
        self._walked: set[str] = set()  # real paths of folders
        self._links: list[tuple[str, str, IgnoreFiles]] = []  # linked folders: path, name shown, ignore files
        self._faults: set[PathFault] = set()

    def run(self, paths: Sequence[str]) -> Discovery:
        bases: list[str] = []
        for path in dict.fromkeys(paths):
            try:
                mode = os.stat(path).st_mode
            except (OSError, ValueError) as error:  # ValueError: a null byte in the name
                message = reason(error) if isinstance(error, OSError) else str(error)
                self._faults.add(PathFault(display_name(path) if "\0" not in path else path, message))
                continue
            if stat.S_ISDIR(mode):
                bases.append(path)
            elif stat.S_ISREG(mode):
                absolute = os.path.abspath(path)
                if self._force and self._excluded_anyway(absolute):
                    continue
                self._add(os.path.realpath(path), absolute, display_name(path), explicit=True)
            else:
                self._faults.add(PathFault(display_name(path), "not a regular file"))
        for path in sorted(bases):
            absolute = os.path.abspath(path)
            ignores = IgnoreFiles.above(absolute) if self._respect else IgnoreFiles()
            self._folder(absolute, display_name(path), os.path.realpath(path), ignores)
        self._follow_links()
        return Discovery(
            sorted(self._found.values(), key=lambda file: file.display),
            sorted(self._faults, key=lambda fault: (fault.display, fault.message)),
        )

    def _add(self, real: str, absolute: str, display: str, explicit: bool) -> None:
        """Keep a file; of several ways to it the one that the user named wins, then the name that sorts first."""
        known = self._found.get(real)
        if known is None or (not explicit, display) < (not known.explicit, known.display):
            self._found[real] = SourceFile(absolute, display, explicit)

    def _folder(self, path: str, display: str, real: str, ignores: IgnoreFiles) -> None:
        """Walk a folder without following links; a stack, since folders can nest deeper than Python calls."""
        todo = [(path, display, real, ignores)]
        while todo:
            path, display, real, ignores = todo.pop()
            if real in self._walked:
                continue
            self._walked.add(real)
            try:
                with os.scandir(path) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._faults.add(PathFault(display, f"cannot be listed: {reason(error)}"))
                continue
            if self._respect and any(entry.name == ".gitignore" for entry in entries):
                ignores = ignores.below(path)
            for entry, folder in self._wanted(entries, ignores):
                shown = entry.name if display == "." else f"{display.rstrip('/')}/{entry.name}"
                if not folder:
                    target = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(real, entry.name)
                    self._add(target, entry.path, shown, explicit=False)
                elif entry.is_symlink():
                    self._links.append((entry.path, shown, ignores))
                else:
                    todo.append((entry.path, shown, os.path.join(real, entry.name), ignores))

    def _wanted(self, entries: list[os.DirEntry[str]], ignores: IgnoreFiles) -> Iterator[tuple[os.DirEntry[str], bool]]:
        """The entries to look at, each with whether it is a folder."""
        for entry in entries:
            try:
                folder = entry.is_dir()
            except OSError:  # a loop of links: reading it will tell
                folder = False
            if not folder and (not entry.name.endswith(".py") or entry.name.startswith(_LOCK_PREFIX)):
                continue
            if not self._excluded(entry, folder) and not ignores.ignore(entry.path, folder):
                yield entry, folder

    def _excluded(self, entry: os.DirEntry[str], folder: bool) -> bool:
        if self._exclude is None:
            if folder and (entry.name in DEFAULT_EXCLUDES or os.path.exists(os.path.join(entry.path, _ENVIRONMENT))):
                return True
        elif self._exclude.verdict(entry.path, folder):
            return True
        return self._extend is not None and bool(self._extend.verdict(entry.path, folder))

    def _excluded_anyway(self, path: str) -> bool:
        """Whether a walk from the working folder would have passed over the file at the absolute ``path``."""
        if self._exclude is None:
            if not DEFAULT_EXCLUDES.isdisjoint(display_name(path).split("/")[:-1]):
                return True
        elif self._exclude.verdict(path):
            return True
        return self._extend is not None and bool(self._extend.verdict(path))

    def _follow_links(self) -> None:
        """Walk linked folders that lead to something new, last, so that a file goes by its own name if it has one."""
        while self._links:
            self._links.sort(key=lambda link: link[1], reverse=True)
            path, display, ignores = self._links.pop()
            real = os.path.realpath(path)
            above = any(walked.startswith(real.rstrip(os.sep) + os.sep) for walked in self._walked)
            if not above:  # a link to a folder around what is linted already is a loop, or more than was asked for
                self._folder(path, display, real, ignores)
