"""The format of tests/cases: which cases there are, and what their comments expect. Needs neither gblint nor torch.

A case is one module, ``cases/<FOLDER>/<name>.py``, or one package, ``cases/<FOLDER>/<package>/``, of which ``main.py``
(or the only module that has them) holds the functions ``run...()`` that call the compiled code. An expectation is a
comment on the line where Dynamo puts the break::

    if loss > best:  # expect: GB0170
    return x.numpy()  # expect note: GB0105
    print(step)  # expect: GB0059 (dynamo only: why gblint differs)

``# entry: module:QualName`` on a line of its own names an object that counts as compiled, as ``--entry`` does.
"""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases"
EXPECT = re.compile(r"#\s*expect(?P<note> note)?:(?P<items>[^#]*)")
LOOKS_LIKE_ONE = re.compile(r"#\s*expect", re.I)
ITEM = re.compile(
    r"\s*(?P<code>GB\d{4}|GBL\d{3})\s*"
    r"(?:\((?P<side>gblint|dynamo) only: (?P<reason>(?:[^()]|\([^()]*\))+)\)\s*)?(?:,|$)"
)
ENTRY = re.compile(r"^#\s*entry:\s*([\w.]+:[\w.]+)\s*$", re.M)
RUN = re.compile(r"^def run\w*\(\)", re.M)


class CaseError(ValueError):
    """A case that does not follow the format; the message names file and line."""


@dataclass(frozen=True, order=True)
class Expectation:
    """One code on one line. ``side`` is "both", or the only one of "gblint" and "dynamo" that shows it."""

    path: str
    line: int
    code: str
    note: bool = False
    side: str = "both"
    reason: str = ""


@dataclass(frozen=True)
class Case:
    """One runnable case.

    ``root`` is the folder to lint and to import from, ``target`` the file or package in it, ``main`` the module with
    the run functions, ``files`` every module. Paths of expectations are relative to ``root``, with forward slashes.
    """

    root: Path
    target: Path
    main: Path
    files: tuple[Path, ...]
    entries: tuple[str, ...]
    expectations: tuple[Expectation, ...]

    @property
    def name(self) -> str:
        """Folder and file, as tests and messages show it."""
        return f"{self.root.name}/{self.target.name}"

    @property
    def module(self) -> str:
        """The dotted name by which ``main`` is imported."""
        return ".".join(self.main.relative_to(self.root).with_suffix("").parts)

    def expected_of(self, side: str) -> list[Expectation]:
        """What "gblint" or "dynamo" has to show; a note is no break, so Dynamo shows none."""
        return [e for e in self.expectations if e.side in ("both", side) and not (e.note and side == "dynamo")]

    @property
    def known_differences(self) -> list[Expectation]:
        return [e for e in self.expectations if e.side != "both"]


def read_expectations(path: Path, root: Path) -> list[Expectation]:
    """The expectations in one file. Raises CaseError for a comment that looks like one and cannot be read."""
    shown = path.relative_to(root).as_posix()
    with tokenize.open(path) as source:
        comments = [token for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT]
    found = []
    for comment in comments:
        line = comment.start[0]
        matches = list(EXPECT.finditer(comment.string))
        if len(matches) != len(LOOKS_LIKE_ONE.findall(comment.string)):
            raise CaseError(f"{path}:{line}: cannot read the expectation in {comment.string!r}")
        for match in matches:
            for code, side, reason in _items(match["items"].rstrip(), f"{path}:{line}"):
                found.append(Expectation(shown, line, code, match["note"] is not None, side, reason))
    return found


def _items(text: str, place: str) -> list[tuple[str, str, str]]:
    """``GB0124 (gblint only: reason), GB0036`` as (code, side, reason) each."""
    items, end = [], 0
    while end < len(text):
        match = ITEM.match(text, end)
        if match is None:
            raise CaseError(f"{place}: cannot read the expectation {text.strip()!r}")
        items.append((match["code"], match["side"] or "both", match["reason"] or ""))
        end = match.end()
    if not items:
        raise CaseError(f"{place}: an expectation without a code")
    return items


def read_case(target: Path) -> Case:
    """The case at a module or package. Raises CaseError when it has no or several modules with run functions."""
    root = target.parent
    files = tuple(sorted(target.rglob("*.py"))) if target.is_dir() else (target,)
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    runners = [path for path, text in texts.items() if RUN.search(text)]
    if len(runners) != 1:
        raise CaseError(f"{target}: one module with run functions is wanted, found {len(runners)}")
    entries = tuple(entry for text in texts.values() for entry in ENTRY.findall(text))
    expected = [e for path in files for e in read_expectations(path, root)]
    return Case(root, target, runners[0], files, entries, tuple(sorted(expected)))


def find_cases(places: Iterable[Path] = (CASES,)) -> list[Path]:
    """The targets of all cases at or below the given places: modules, and folders that hold modules of one package."""
    targets = set()
    for place in places:
        place = place.resolve()
        if not place.exists():
            raise CaseError(f"{place}: no such file or folder")
        for path in [place] if place.is_file() else place.rglob("*.py"):
            inside = path.relative_to(CASES) if path.is_relative_to(CASES) else None
            # cases/<FOLDER>/<module>.py, or cases/<FOLDER>/<package>/...; elsewhere (scratch files) a module alone.
            targets.add(CASES.joinpath(*inside.parts[:2]) if inside is not None else path)
    return sorted(targets)
