"""What goes into an analysis and what comes out of it, as plain data: it crosses processes and outlives runs.

The unit of work is a *home*: the file whose regions are traced together. Each gives a ``Part``, which depends on the
request and on the files that it names, and on nothing else: not on the process, the order or the run it was made in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from operator import methodcaller
from pathlib import Path
from typing import Any, Protocol, TypeVar

from gblint.diagnostics import Diagnostic, FunctionPlace, Region
from gblint.immutable import immutable
from gblint.source.files import SourceFile

_Found = TypeVar("_Found", bound="Found")
_SLOWEST = 3  # regions that the statistics name


class UnknownEntry(Exception):
    """An ``--entry`` that names nothing below the given paths."""


class WorkerDied(Exception):
    """A process ended before it had answered; the message says how, as far as that can be told."""


def everything(_: str) -> bool:
    return True


@immutable
class Request:
    """What to analyse; see ``analyse`` for the fields."""

    files: Sequence[SourceFile]
    roots: Sequence[Path]
    entries: Sequence[str]
    release: str
    environment: Mapping[str, object]
    assumed: Sequence[str] = ()
    ours: Callable[[str], bool] = everything
    given_only: bool = False
    installed: Sequence[Path] = ()
    budget: int | None = None


@immutable
class RegionReport:
    region: Region
    functions: tuple[FunctionPlace, ...]


@immutable
class Fault:
    """A file that was needed and could not be read or parsed, or (``code``) that could not be analysed."""

    path: str
    line: int
    column: int
    message: str
    code: str = ""


@immutable
class Read:
    """What was read of the files: ``parsed`` by the name shown, ``depends`` the digest of each that mattered, by its
    absolute path, ``sought`` the names of which it mattered that some files do not mention them. Of all that the
    process has done since the read before: ``probes``, paths and whether they were there; ``asked``, bytes and the
    first file that holds them; ``silent``, for each name sought the files that do not mention it."""

    parsed: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    depends: Mapping[str, str] = field(default_factory=dict)
    sought: tuple[str, ...] = ()
    probes: Mapping[str, bool] = field(default_factory=dict)
    asked: Mapping[bytes, str | None] = field(default_factory=dict)
    silent: Mapping[str, Sequence[str]] = field(default_factory=dict)


@immutable
class Survey:
    """The search for regions: the homes that it found, by the name shown, and what it read.

    ``marks`` tells for each home what the search has to say of it, for comparison, and under "" of all others.
    ``helpers``: the names of functions that compile what they are given, for calls of which it looked in all files.
    """

    homes: tuple[str, ...]
    read: Read
    marks: Mapping[str, str] = field(default_factory=dict)
    helpers: tuple[str, ...] = ()

    def mark(self, home: str) -> str:
        return self.marks.get(home) or self.marks.get("", "")


@immutable
class Extent:
    """How far the tracing of one home's regions came. ``calls``: see ``Statistics``. ``steps`` are those of each
    region."""

    regions: tuple[RegionReport, ...] = ()
    calls: tuple[int, int, int] = (0, 0, 0)
    steps: tuple[tuple[Region, int], ...] = ()
    cut: tuple[Region, ...] = ()


Place = tuple[str, int, int, str]
Rank = tuple[int, int, str, str, str]


class Found(Protocol):
    """A finding, before it is settled which of those of its place is told."""

    def place(self) -> Place: ...

    def rank(self) -> Rank: ...

    def told(self) -> Diagnostic: ...


@immutable
class Told:
    """A finding that is told already."""

    diagnostic: Diagnostic

    def place(self) -> Place:
        return place_of(self.diagnostic)

    def rank(self) -> Rank:
        return rank(self.diagnostic)

    def told(self) -> Diagnostic:
        return self.diagnostic


@immutable
class Part:
    """What tracing the regions of one home gave. ``mark`` is that of the home in the survey. Where it comes from the
    cache, ``extent`` is as that has written it (few runs ask for it, and it is most of what is kept), and ``row`` is
    how it has written the rest."""

    home: str
    read: Read
    found: Sequence[Found] = ()
    extent: Extent | bytes = field(default_factory=Extent)
    mark: str = ""
    row: bytes | None = None


@immutable
class Statistics:
    """How far an analysis came. Calls are those in compiled code, each once for each context of its function and each
    file with regions: ``resolved`` ones were gone into, ``known`` ones answered by facts. ``slowest``: the regions
    with most steps."""

    regions: int
    functions: int
    files: int
    resolved: int
    known: int
    unknown: int
    slowest: tuple[tuple[Region, int], ...] = ()
    cut: tuple[Region, ...] = ()


@immutable
class Analysis:
    """All that the tracer has to say: raw findings (one for each place and code), regions, and what went wrong."""

    diagnostics: list[Diagnostic]
    faults: list[Fault]
    files: frozenset[str]
    parts: Sequence[Part]

    @cached_property
    def regions(self) -> list[RegionReport]:
        return [region for extent in self._extents for region in extent.regions]

    @cached_property
    def statistics(self) -> Statistics:
        extents = self._extents
        steps = [pair for extent in extents for pair in extent.steps]
        resolved, known, unknown = (sum(extent.calls[i] for extent in extents) for i in range(3))
        return Statistics(
            len(self.regions),
            len({function for region in self.regions for function in region.functions}),
            len(self.files),
            resolved,
            known,
            unknown,
            tuple(sorted(steps, key=lambda pair: -pair[1])[:_SLOWEST]),
            tuple(region for extent in extents for region in extent.cut),
        )

    @cached_property
    def _extents(self) -> list[Extent]:
        from gblint.cached_parts import decoded_extent

        return [part.extent if isinstance(part.extent, Extent) else decoded_extent(part.extent) for part in self.parts]


def may_be_assumed(source: SourceFile, patterns: Sequence[str]) -> bool:
    """Whether a file can hold a class that is to be treated as compiled, by its text."""
    return bool(patterns) and source.mentions_class


def whole(survey: Survey, parts: Iterable[Part]) -> Analysis:
    """The analysis that the parts make up, in whatever order they come."""
    parts = sorted(parts, key=lambda part: part.home)
    reads = [survey.read, *(part.read for part in parts)]
    faults = {fault.path: fault for read in reads for fault in read.faults}
    return Analysis(
        merge(found for part in parts for found in part.found),
        [faults[path] for path in sorted(faults)],
        frozenset().union(*(read.parsed for read in reads)),
        parts,
    )


def merge(found: Iterable[Found]) -> list[Diagnostic]:
    """One finding for each place and code: the gravest, then the shortest trace, then the first region by name."""
    return sorted((one.told() for one in least(found, methodcaller("rank"))), key=lambda d: d.sort_key)


def least(found: Iterable[_Found], rank: Callable[[_Found], Any]) -> list[_Found]:
    """For each place the first one of the least rank."""
    best: dict[Place, tuple[Any, _Found]] = {}
    for one in found:
        at, ranked = one.place(), rank(one)
        known = best.get(at)
        if known is None or ranked < known[0]:
            best[at] = (ranked, one)
    return [one for _, one in best.values()]


def place_of(d: Diagnostic) -> Place:
    return (d.path, d.span.line, d.span.column, d.code)


def rank(d: Diagnostic, untold: int = 0) -> Rank:
    """``untold``: steps that its trace still lacks."""
    region = d.region
    name, path = (region.name, region.path) if region else ("", "")
    return (d.severity.rank, len(d.trace) + untold, name, path, d.message)
