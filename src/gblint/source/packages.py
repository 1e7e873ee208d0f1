"""Whose code a file is, and where a project's installed dependencies lie. Nothing is imported or run to tell."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from gblint.source.discovery import DEFAULT_EXCLUDES
from gblint.source.files import SourceFile
from gblint.source.patterns import Patterns

_ENVIRONMENTS = (".venv", "venv")
_PYTHON = re.compile(r"python(\d+)\.(\d+)t?")


class FirstParty:
    """The code that is the user's: what the given paths stand for, less what is excluded.

    ``files`` are those found below ``paths``. A folder stands for the package that it is in, a file that is named
    (by pre-commit, by an editor) for its package, its folder and the working folder too, if it lies there. ``exclude``
    are the user's patterns, beside or in place of the default excludes.
    """

    def __init__(
        self, files: Iterable[SourceFile], paths: Sequence[str], exclude: Sequence[Patterns] = (), defaults: bool = True
    ) -> None:
        self._files = {file.absolute for file in files}
        self._exclude = exclude
        self._defaults = defaults
        scopes: list[str] = []
        here = os.getcwd()
        for path in paths:
            absolute = os.path.abspath(path)
            folder = absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
            outer = folder
            while os.path.isfile(os.path.join(os.path.dirname(outer), "__init__.py")):
                outer = os.path.dirname(outer)
            scopes.append(outer if os.path.isfile(os.path.join(outer, "__init__.py")) else folder)
            if folder != absolute and _below(folder, here):
                scopes.append(here)
        self.scopes = list(dict.fromkeys(scopes)) or [here]

    def holds(self, path: str) -> bool:
        """Whether the file at the absolute ``path`` is the user's own."""
        if path in self._files:
            return True
        if any(patterns.verdict(path) for patterns in self._exclude):
            return False
        for scope in self.scopes:
            if _below(path, scope):
                folders = os.path.relpath(path, scope).split(os.sep)[:-1]
                if not self._defaults or DEFAULT_EXCLUDES.isdisjoint(folders):
                    return True
        return False


class Dependencies:
    """The installed packages of the environment that belongs to a project: of VIRTUAL_ENV, else of the nearest
    ``.venv`` or ``venv`` in ``folder`` or above, up to the project's root. gblint's own environment is none."""

    def __init__(self, folder: str) -> None:
        self._folder = os.path.abspath(folder)

    @cached_property
    def folders(self) -> list[Path]:
        """The folders in which installed packages lie, as Python would search them."""
        for environment in self._environments():
            found = _site_packages(environment)
            if found:
                return found
        return []

    def _environments(self) -> Iterable[Path]:
        active = os.environ.get("VIRTUAL_ENV")
        if active:
            yield Path(os.path.abspath(active))
        folder = self._folder
        while True:
            for name in _ENVIRONMENTS:
                yield Path(folder, name)
            parent = os.path.dirname(folder)
            if parent == folder or any(os.path.exists(os.path.join(folder, r)) for r in (".git", "pyproject.toml")):
                return
            folder = parent


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _site_packages(environment: Path) -> list[Path]:
    """The package folders of an environment, the newest Python's first, and what their .pth files add."""
    candidates = [environment / "Lib" / "site-packages"]
    for library in ("lib", "lib64"):
        versions = [(m, p) for p in _listed(environment / library) if (m := _PYTHON.fullmatch(p.name))]
        versions.sort(key=lambda pair: (-int(pair[0][1]), -int(pair[0][2]), pair[1].name))
        candidates += [path / "site-packages" for _, path in versions]
    folders: dict[str, Path] = {}
    for candidate in candidates:
        if candidate.is_dir():
            folders.setdefault(os.path.realpath(candidate), candidate)
    found = list(folders.values())
    return [*found, *(extra for folder in found for extra in _added(folder))]


def _added(folder: Path) -> list[Path]:
    """The folders that .pth files name: packages installed in editable mode. Lines of code in them are not run."""
    added = []
    for path in _listed(folder):
        if path.suffix != ".pth":
            continue
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            text = line.strip()
            if text and not text.startswith(("#", "import ", "import\t")) and "\0" not in text:
                target = Path(os.path.abspath(folder / text))
                if target.is_dir():
                    added.append(target)
    return added


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
