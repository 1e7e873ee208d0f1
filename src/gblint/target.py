"""The torch release to lint for: what was asked, else what the project locks or pins, else that of ``DEFAULT``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from gblint.immutable import immutable
from gblint.settings import COMMAND_LINE, Settings, UsageError
from gblint.source.files import display_name

# The release on which all was measured, the rules' cases included; of further releases the facts alone are.
DEFAULT = "2.13"

_VERSION = re.compile(r"v?(\d+)\.(\d+)(?:[.+\-]?\w+)*")
_NUMBER = r"v?\d+\.\d+[\w.+\-]*"

# How torch's exact version is written in each kind of file. Lower bounds and carets are no pins.
_LOCK = re.compile(rf'name = "torch"\s+version = "({_NUMBER})"')
_REQUIREMENT = re.compile(rf"^torch(?:\[[^\]]*\])?\s*(?:===?\s*({_NUMBER})|~=\s*(\d+\.\d+\.\d\S*))", re.MULTILINE)
_PROJECT = re.compile(
    rf"""["']torch(?:\[[^\]]*\])?\s*(?:===?\s*({_NUMBER})|~=\s*(\d+\.\d+\.\d[^"',;\s]*))"""
    rf"""|^torch\s*=\s*(?:\{{\s*version\s*=\s*)?["'](?:==)?({_NUMBER})["']""",
    re.MULTILINE,
)
_LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")


@immutable
class Target:
    """``release`` is what the code runs on, ``facts`` the release whose facts are used, ``origin`` who says so.

    ``origin`` is empty where nobody does and ``DEFAULT`` was taken.
    """

    release: str
    facts: str
    origin: str = ""

    @property
    def exact(self) -> bool:
        return self.release == self.facts


def choose(settings: Settings, folder: str) -> Target:
    """The target for code in ``folder`` (absolute). Raises what ``asked`` raises; a release that is locked or pinned
    but unknown to PyTorch's registry gets the nearest."""
    from gblint.dynamo import facts

    with_facts = sorted(facts.releases(), key=_key)
    release = asked(settings)
    if release is not None:
        return Target(release, _nearest(release, with_facts), settings.torch_version_from)
    for release, origin in _pinned(folder):
        return Target(release, _nearest(release, with_facts), origin)
    release = _nearest(DEFAULT, with_facts)
    return Target(release, release)


def asked(settings: Settings) -> str | None:
    """The release that the settings name, None if they leave it open. Raises UsageError for one that is none."""
    if settings.torch_version is None:
        return None
    try:
        return parse_release(settings.torch_version)
    except UsageError as error:
        in_file = settings.torch_version_from != COMMAND_LINE
        raise UsageError(f"{settings.torch_version_from}: {error}" if in_file else str(error)) from None


def parse_release(text: str) -> str:
    """``2.13`` of "2.13", "2.13.0" or "2.13.0+cpu". Raises UsageError for anything else, and for what is too old."""
    match = _VERSION.fullmatch(text.strip())
    known = _known_releases()
    if match is None:
        raise UsageError(f"{text!r} is no torch release; write it as {known[-1]} or {known[-1]}.0+cpu")
    release = f"{match[1]}.{match[2]}"
    # A release that came after this gblint is like the newest that it knows; an older one is a slip or beyond help.
    newer = int(match[1]) == _key(known[-1])[0] and _key(release) > _key(known[-1])
    if release not in known and not newer:
        raise UsageError(f"gblint knows torch {known[0]} to {known[-1]}, not {release}")
    return release


def _known_releases() -> Sequence[str]:
    """Those in which PyTorch's registry gained ids, which is all that have one."""
    from gblint.dynamo import registry

    known = registry.load()
    return sorted({release for code in known.codes() if (release := known.entry(code).first_release)}, key=_key)


def _key(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


def _nearest(release: str, with_facts: Sequence[str]) -> str:
    """The newest release with facts that is not newer, else the oldest there is."""
    older = [candidate for candidate in with_facts if _key(candidate) <= _key(release)]
    return older[-1] if older else with_facts[0]


def _pinned(folder: str) -> Iterator[tuple[str, str]]:
    """Releases that the project around ``folder`` locks or pins, the innermost and most exact statement first."""
    while True:
        for path, pattern in _statements(Path(folder)):
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
            except OSError:  # not gblint's input: a file that cannot be read says nothing
                continue
            numbers = [next(filter(None, match.groups())) for match in pattern.finditer(text)]
            releases = [f"{found[1]}.{found[2]}" for number in numbers if (found := _VERSION.match(number))]
            if releases:
                yield max(releases, key=_key), display_name(path)
        parent = os.path.dirname(folder)
        if parent == folder or any(os.path.exists(os.path.join(folder, root)) for root in (".git", "pyproject.toml")):
            return
        folder = parent


def _statements(folder: Path) -> Iterator[tuple[Path, re.Pattern[str]]]:
    for name in _LOCKS:
        yield folder / name, _LOCK
    yield folder / "pyproject.toml", _PROJECT
    for pattern in ("requirements*.txt", "requirements/*.txt"):
        for path in sorted(folder.glob(pattern)):
            yield path, _REQUIREMENT
