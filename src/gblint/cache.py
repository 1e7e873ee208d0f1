"""What earlier runs found, kept on disk: an answer is used again while nothing that it depends on has changed.

One file for each way of calling gblint (settings, roots, working folder) holds the parts of the last run, the survey
that they rest on, and of every file that mattered its digest. A file whose time and size are those of the last run is
taken to be the same, unless it was written so shortly before that run that a later change might bear the same time.

A file that was searched for a name, and does not mention it, matters for that alone: a package that gathers hundreds of
modules by star imports would make its users depend on every line of them otherwise.

Everything is lines of JSON: what a run with nothing changed needs, then what only some runs do. A cache that somebody
else wrote can give wrong findings, but runs no code. It is replaced as a whole, so runs side by side and crashes leave
a good one; one that cannot be read counts as none, one that cannot be written as not wanted.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gblint import __version__
from gblint.source.files import SourceError, SourceFile, digest
from gblint.source.mentions import may_bind
from gblint.source.suppressions import Comment

if TYPE_CHECKING:
    from gblint.cached_parts import Texts
    from gblint.tracing.parts import Part, Read, Request, Survey

_KEPT = 24  # files of other ways of calling gblint that stay; the oldest go first
_RACY = 2_000_000_000  # nanoseconds: no file system's clock is coarser
# Of SourceFile, as the text alone decides them.
_FLAGS = ("may_hold_region", "may_configure", "mentions_class", "may_address_gblint")
_SEARCHED = ("may_hold_region", "may_configure")  # those that make the search for regions look at a file
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds what gblint found in earlier runs; it can be removed at any time.\n"
    "# See https://bford.info/cachedir/ about this file.\n"
)

# Of a file: [mtime_ns, size, digest, flags, fault or None, whether it is known to be Python, comments or None]
_State = list[Any]


class Cache:
    """The results of earlier runs in ``folder``, and, in the end, of this one."""

    def __init__(self, folder: Path, key: object) -> None:
        """``key``: anything with a repr that tells one way of calling gblint from others."""
        self._folder = folder
        self._key = repr((_stamp(), sys.version_info[:2], os.getcwd(), key))
        self._file = Path(folder, f"{digest(self._key.encode('utf-8', 'replace'))}.json")
        self._for = ""
        self._old: dict[str, Any] = {}
        self._states: dict[str, _State] = {}  # of the files of this run, by absolute path
        self._given: set[str] = set()  # those of them that are to be linted
        self._fresh: set[str] = set()  # those of them that had to be looked at
        self._unasked: list[SourceFile] = []  # those of them whose comments are not known
        self._survey: Survey | None = None
        self._parts: list[Part] = []
        self._worth_writing = False
        self._texts: Texts | None = None  # of the rows of the parts that were recalled
        self._lines: list[bytes] = []  # those below the first: of silence, of parts, and of the extent of each part
        with suppress(OSError, ValueError, RecursionError):
            first, _, rest = self._file.read_bytes().partition(b"\n")
            old = json.loads(first)
            if isinstance(old, dict) and old.get("key") == self._key and _well_formed(old):
                self._old = old
                self._lines = rest.splitlines() if old.get("rest") == digest(rest) else []

    # --- files

    def verify(self, file: SourceFile) -> None:
        """``file.verify()``, answered without reading a file that is known."""
        path = file.absolute
        state = self._unchanged(path)
        if state is None:
            state = self._look(path, file)
            self._fresh.add(path)
        self._given.add(path)
        file.__dict__["size"] = state[1]
        self._states[path] = state
        self.recognise(file)
        if state[4] is not None:
            raise SourceError(*state[4])

    def recognise(self, file: SourceFile) -> None:
        """Tells a file what is known of its text."""
        state = self._states.get(file.absolute)
        if state is None:
            return
        for name, value in zip(_FLAGS, state[3], strict=True):
            file.__dict__[name] = value
        if state[6] is not None:
            file.__dict__["comments"] = [Comment(*row) for row in state[6]]
        else:
            self._unasked.append(file)

    def is_python(self, file: SourceFile) -> bool:
        """Whether a file is known to hold no syntax error."""
        state = self._states.get(file.absolute)
        return state is not None and bool(state[5])

    def found_python(self, file: SourceFile) -> None:
        state = self._states.get(file.absolute)
        if state is not None and not state[5]:
            state[5] = True
            self._fresh.add(file.absolute)

    def _unchanged(self, path: str) -> _State | None:
        """The state of a file that is as it was, by its time and size or by its text."""
        old = self._old.get("files", {}).get(path)
        if old is None:
            return None
        try:
            status = os.stat(path)
        except OSError:
            return None
        if [status.st_mtime_ns, status.st_size] == old[:2] and old[0] < self._old["saved"] - _RACY:
            return old  # type: ignore[no-any-return]
        return None

    def _look(self, path: str, file: SourceFile) -> _State:
        """Raises SourceError where a file cannot be read."""
        try:
            status = os.stat(path)
        except OSError:
            status = None
        fault = None
        data = file.data
        try:
            file.verify()
        except SourceError as error:
            fault = [error.line, error.column, error.message]
        found = digest(data)
        old = self._old.get("files", {}).get(path)
        known = old is not None and old[2] == found and bool(old[5])
        times = [status.st_mtime_ns, status.st_size] if status is not None else [0, 0]
        return [*times, found, [bool(getattr(file, name)) for name in _FLAGS], fault, known, None]

    def _digest(self, path: str) -> str | None:
        """The digest of a file as it is now, None where there is none."""
        state = self._states.get(path)
        if state is None:
            state = self._unchanged(path)
            if state is None:
                self._fresh.add(path)
                with suppress(SourceError):
                    state = self._look(path, SourceFile.of(Path(path)))
            if state is None:
                return None
            self._states[path] = state
        return str(state[2])

    # --- answers

    def answers_for(self, what: object) -> None:
        """Answers count for what else they depend on, if its repr is the same, alone."""
        self._for = repr(what)

    def recall(self, request: Request) -> tuple[Survey | None, dict[str, Part]]:
        """The survey, if it still holds, and the parts that do if the survey bears them out."""
        from gblint.cached_parts import decoded

        try:
            if self._lines and self._old["for"] == self._for and self._still_true(request):
                before = self._old["files"]
                moved = {path for path, state in before.items() if self._digest(path) != state[2]}
                broken = self._said_now(moved)

                def holds(depends: Iterable[str], sought: Iterable[str]) -> bool:
                    return moved.isdisjoint(depends) and broken.isdisjoint(sought)

                digests = {path: state[2] for path, state in before.items()}
                survey, parts, self._texts = decoded(self._lines[1:], digests, holds)
                kept = self._search_holds(survey) and holds(survey.read.depends, survey.read.sought)
                return (survey if kept else None), {part.home: part for part in parts}
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):  # written by somebody else
            pass
        self._old["probes"], self._old["asked"], self._silent = {}, {}, {}
        return None, {}

    @cached_property
    def _silent(self) -> dict[str, set[str]]:
        """For each name that was sought the files that do not mention it."""
        return {name: set(paths) for name, paths in json.loads(self._lines[0]).items()} if self._lines else {}

    def _said_now(self, moved: AbstractSet[str]) -> set[str]:
        """The names that one of the files that did not mention them may bind now."""
        broken = set()
        for path in moved:
            data = self._data(path)
            for name, paths in self._silent.items():
                if path in paths and (data is None or may_bind(data, name)):
                    paths.remove(path)
                    broken.add(name)
        return broken

    def _data(self, path: str) -> bytes | None:
        try:
            return SourceFile.of(Path(path)).data
        except SourceError:
            return None

    def _search_holds(self, survey: Survey) -> bool:
        """Whether the search for regions would look into the same files: none of those that it may find a region in is
        another one."""
        before, changed = self._old["files"], self._changed()
        searched = [i for i, name in enumerate(_FLAGS) if name in _SEARCHED]
        for path in changed:
            states = [state for state in (before.get(path), self._states.get(path)) if state is not None]
            if path in survey.read.depends or any(state[3][i] for state in states for i in searched):
                return False
            if survey.helpers and path in self._states and self._mentions_any(path, survey.helpers):
                return False
        return True

    def _mentions_any(self, path: str, names: Iterable[str]) -> bool:
        data = self._data(path)
        return data is None or any(name.encode() in data for name in names)

    def _changed(self) -> list[str]:
        """The files to be linted that have become others, have come or gone since."""
        before: Mapping[str, _State] = self._old["files"]
        given = set(self._old["given"])
        both = self._given & given
        return sorted((self._given ^ given) | {path for path in both if before[path][2] != self._states[path][2]})

    def _still_true(self, request: Request) -> bool:
        """Whether what was asked about files as a whole would be answered alike."""
        given = set(self._old["given"])
        if any(path in self._old["files"] for path in self._given - given):
            return False  # known as code that an import led to, now to be linted
        if any(os.path.exists(path) for path in given - self._given):
            return False  # there still, but not to be linted any more
        if any(os.path.exists(path) != known for path, known in self._old["probes"].items()):
            return False
        changed = set(self._changed())
        return all(self._mentions(request, words, changed) for words in self._old["asked"])

    def _mentions(self, request: Request, words: str, changed: set[str]) -> bool:
        """Whether some file mentions these words, as one did before, or none, as none did."""
        before = self._old["asked"][words]
        if before not in changed and (before is not None or not changed):
            return True
        files = {file.absolute: file for file in request.files}
        wanted = words.encode("latin-1")
        asked = files if before is not None else files.keys() & changed
        found = next((path for path in asked if wanted in files[path].data), None)
        self._old["asked"][words] = found
        return (found is None) is (before is None)

    def keep(self, survey: Survey, parts: Iterable[Part], fresh: bool) -> None:
        """What this run came to; ``fresh``: some of it was worked out anew."""
        self._survey = survey
        self._parts = [part for part in parts if not any(fault.code for fault in part.read.faults)]
        self._worth_writing = fresh

    def close(self) -> None:
        """Writes what was found, if anything of it is new. Whatever stands in the way, there is no harm."""
        for file in self._unasked:
            if "comments" in file.__dict__:
                self._states[file.absolute][6] = file.comments
                self._fresh.add(file.absolute)
        if not (self._worth_writing or self._fresh or self._given != set(self._old.get("given", ()))):
            return
        survey, parts = self._survey, self._parts
        reads = [*([survey.read] if survey is not None else []), *(part.read for part in parts)]
        depended = {pair for read in reads for pair in read.depends.items()}
        paths = {path for path, _ in depended}
        changed = {path for path, known in depended if self._digest(path) != known}  # after they had been looked at
        content = {
            "key": self._key,
            "for": self._for,
            "saved": time.time_ns(),
            "files": {path: self._states[path] for path in sorted({*self._given, *paths}) if path in self._states},
            "given": sorted(self._given),
            "probes": {**self._old.get("probes", {}), **_shortened(_probes(reads))},
            "asked": {**self._old.get("asked", {}), **_asked(reads)},
        }
        lines = []
        if survey is not None and changed.isdisjoint(survey.read.depends):
            from gblint.cached_parts import encoded

            for read in reads:
                for name, silent in read.silent.items():
                    self._silent.setdefault(name, set()).update(silent)
            lines.append(as_line({name: sorted(silent) for name, silent in sorted(self._silent.items())}))
            kept = [part for part in parts if changed.isdisjoint(part.read.depends)]
            lines += encoded(survey, kept, self._texts)
        rest = b"\n".join(lines)
        content["rest"] = digest(rest)
        with suppress(OSError, ValueError):
            self._write(as_line(content) + b"\n" + rest)

    def _write(self, data: bytes) -> None:
        import tempfile  # for which few runs have a use

        make_folder(self._folder)
        descriptor, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        try:
            with open(descriptor, "wb") as stream:
                stream.write(data)
            os.replace(name, self._file)
        except OSError:
            with suppress(OSError):
                os.unlink(name)
            raise
        self._prune()

    def _prune(self) -> None:
        files = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(self._folder) if _is_ours(entry.name)]
        for _, path in sorted(files)[:-_KEPT]:
            with suppress(OSError):
                os.unlink(path)


def as_line(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def make_folder(folder: Path) -> None:
    """Makes a cache's folder, marked so that backups and git pass over it. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
        with suppress(FileExistsError), open(folder / name, "x", encoding="ascii") as stream:
            stream.write(text)


def clean(folder: Path) -> bool:
    """Removes a cache, and its folder if nothing else is in it. False where there is none. Raises OSError."""
    if not (folder / "CACHEDIR.TAG").is_file():
        return False
    for entry in list(os.scandir(folder)):
        if _is_ours(entry.name) or entry.name in ("CACHEDIR.TAG", ".gitignore"):
            os.unlink(entry.path)
    with suppress(OSError):
        folder.rmdir()
    return True


def _well_formed(old: Mapping[str, Any]) -> bool:
    """Whether what was read has the shape of what is written, as far as it is used before ``recall`` takes care."""
    files, given = old.get("files"), old.get("given")
    return (
        isinstance(files, dict)
        and isinstance(given, list)
        and isinstance(old.get("saved"), int)
        and all(isinstance(state, list) and len(state) == 7 and _is_state(*state) for state in files.values())
        and all(isinstance(path, str) and path in files for path in given)
    )


def _is_state(
    mtime: object, size: object, digest: object, flags: object, fault: object, python: object, comments: object
) -> bool:
    return (
        isinstance(mtime, int)
        and isinstance(size, int)
        and isinstance(digest, str)
        and isinstance(flags, list)
        and len(flags) == len(_FLAGS)
        and (fault is None or (isinstance(fault, list) and len(fault) == 3))
        and isinstance(python, bool)
        and (comments is None or (isinstance(comments, list) and all(_is_comment(row) for row in comments)))
    )


def _is_comment(row: object) -> bool:
    return isinstance(row, list) and [type(value) for value in row] == [int, int, str, bool, int]


def _is_ours(name: str) -> bool:
    return name.endswith((".json", ".tmp"))


def _stamp() -> tuple[object, ...]:
    """What tells this gblint from others: its version, and the times of its own files for who works on it."""
    times = []
    for folder, _, names in os.walk(os.path.dirname(__file__)):
        for name in names:
            if name.endswith((".py", ".json")):
                status = os.stat(os.path.join(folder, name))
                times.append((name, status.st_mtime_ns, status.st_size))
    return (__version__, digest(repr(sorted(times)).encode()))


def _probes(reads: Iterable[Read]) -> dict[str, bool]:
    return {path: known for read in reads for path, known in read.probes.items()}


def _asked(reads: Sequence[Read]) -> dict[str, str | None]:
    return {words.decode("latin-1"): path for read in reads for words, path in read.asked.items()}


def _shortened(probes: Mapping[str, bool]) -> dict[str, bool]:
    """The same with fewer questions: where there is no folder, there is nothing in it."""
    there: dict[str, bool] = {}
    found: dict[str, bool] = {}
    for path, known in probes.items():
        if known:
            found[path] = True
            continue
        folder = os.path.dirname(path)
        while folder not in there and folder != os.path.dirname(folder):
            there[folder] = os.path.exists(folder)
            if there[folder]:
                break
            folder = os.path.dirname(folder)
        top = path
        while not there.get(os.path.dirname(top), True):
            top = os.path.dirname(top)
        found[top] = False
    return found
