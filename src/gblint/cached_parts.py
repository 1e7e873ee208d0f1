"""Parts and surveys as lines of JSON, and back. Texts recur a great deal: each is written once, and stands for its
number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from gblint.cache import as_line
from gblint.diagnostics import Diagnostic, FunctionPlace, Region, Severity, Span, TraceStep
from gblint.tracing.parts import Extent, Fault, Part, Place, Rank, Read, RegionReport, Survey

_SEVERITIES = tuple(Severity)


class Texts(NamedTuple):
    """The texts that rows stand for by number, and how many there were when all of them were in use."""

    all: Sequence[str]
    counted: int


def encoded(survey: Survey, parts: Sequence[Part], before: Texts | None = None) -> list[bytes]:
    """A line of the survey, one of each part, and one of the extent of each part. The digests of files are not in them.
    ``before``: the texts that the rows of kept parts are in terms of."""
    if before is not None and len(before.all) > 2 * before.counted:
        before = None  # many are of no use any more
    strings = _Strings(before.all if before is not None else ())
    rows = [part.row if before is not None and part.row is not None else _encoded_part(part, strings) for part in parts]
    content = {
        "survey": [list(survey.homes), _encoded_read(survey.read, strings), dict(survey.marks), survey.helpers],
        "strings": strings.all,
        "counted": before.counted if before is not None else len(strings.all),
    }
    return [as_line(content), *rows, *(_encoded_extent(part.extent) for part in parts)]


def decoded(
    lines: Sequence[bytes], digests: Mapping[str, str], holds: Callable[[Iterable[str], Iterable[str]], bool]
) -> tuple[Survey, list[Part], Texts]:
    """What ``encoded`` was given, less the parts that do not hold, as told by the files that they depend on and the
    names that they sought; and the texts that their rows are in terms of. Their extents are left as they are. Raises
    KeyError, IndexError, TypeError or ValueError for anything else."""
    content = json.loads(lines[0])
    text = content["strings"]
    files = [(path, digests[path]) if path in digests else None for path in text]
    parts = []
    rows, extents = lines[1 : len(lines) // 2 + 1], lines[len(lines) // 2 + 1 :]
    for row, data, extent in zip(rows, json.loads(b"[%b]" % b",".join(rows)), extents, strict=True):
        home, known, mark, table, findings = data
        read = _decoded_read(known, text, files)
        if holds(read.depends, read.sought):
            names = [*((text[name], text[path]) for name, path, *_ in table), ("", "")]  # the last: of no region
            found = [_Recalled(finding, text, table, names) for finding in findings]
            parts.append(Part(text[home], read, found, extent, mark, row))
    homes, known, marks, helpers = content["survey"]
    survey = Survey(tuple(homes), _decoded_read(known, text, files), marks, tuple(helpers))
    return survey, parts, Texts(text, content["counted"])


def decoded_extent(line: bytes) -> Extent:
    """The extent that a line stands for. Raises what ``decoded`` raises."""
    text, table, places, reports, calls, steps, cut = json.loads(line)
    regions = [_decoded_region(row, text) for row in table]
    functions = [FunctionPlace(text[path], line, text[name]) for path, line, name in places]
    resolved, known, unknown = calls
    return Extent(
        tuple(RegionReport(regions[of], tuple([functions[n] for n in reached])) for of, reached in reports),
        (resolved, known, unknown),
        tuple((regions[of], count) for of, count in zip(steps[::2], steps[1::2], strict=True)),
        tuple(regions[of] for of in cut),
    )


class _Strings:
    """Texts by number."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.all = list(known)
        self._numbers = {text: number for number, text in enumerate(known)}

    def number(self, text: str) -> int:
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.all)
            self.all.append(text)
        return found


class _Regions:
    """Regions by number."""

    def __init__(self, strings: _Strings) -> None:
        self._number = strings.number
        self._numbers: dict[Region, int] = {}

    def number(self, region: Region | None) -> int:
        return -1 if region is None else self._numbers.setdefault(region, len(self._numbers))

    def table(self) -> list[Any]:
        return [[self._number(r.name), self._number(r.path), r.line, r.fullgraph, r.options] for r in self._numbers]


def _decoded_region(row: Sequence[Any], text: Sequence[str]) -> Region:
    name, path, line, fullgraph, options = row
    return Region(text[name], text[path], line, fullgraph, tuple((k, v) for k, v in options))


def _encoded_part(part: Part, strings: _Strings) -> bytes:
    number, regions = strings.number, _Regions(strings)
    findings = [
        [
            number(d.path), d.span.line, d.span.column, number(d.code),
            d.severity.rank, regions.number(d.region), number(d.message),
            [x for step in d.trace for x in (number(step.path), step.line, number(step.function))],
            d.span.end_line, d.span.end_column, number(d.hint),
        ]
        for d in (one.told() for one in part.found)
    ]  # fmt: skip
    return as_line([number(part.home), _encoded_read(part.read, strings), part.mark, regions.table(), findings])


class _Recalled:
    """A finding as ``_encoded_part`` writes it. Most have their place in common with one of lower rank and are never
    told."""

    __slots__ = ("_names", "_regions", "_row", "_text")

    def __init__(
        self, row: Sequence[Any], text: Sequence[str], regions: Sequence[Any], names: Sequence[tuple[str, str]]
    ) -> None:
        self._row = row
        self._text = text
        self._regions = regions
        self._names = names

    def place(self) -> Place:
        row, text = self._row, self._text
        return (text[row[0]], row[1], row[2], text[row[3]])

    def rank(self) -> Rank:
        row = self._row
        return (row[4], len(row[7]) // 3, *self._names[row[5]], self._text[row[6]])

    def told(self) -> Diagnostic:
        text = self._text
        path, line, column, code, severity, of, message, trace, end_line, end_column, hint = self._row
        return Diagnostic(
            text[path],
            Span(line, column, end_line, end_column),
            text[code],
            text[message],
            text[hint],
            _SEVERITIES[severity],
            _decoded_region(self._regions[of], text) if of >= 0 else None,
            tuple([TraceStep(text[p], n, text[q]) for p, n, q in _triples(trace)]),
        )


def _encoded_extent(extent: Extent | bytes) -> bytes:
    if isinstance(extent, bytes):
        return extent
    strings = _Strings()
    regions = _Regions(strings)
    number = strings.number
    functions: dict[FunctionPlace, int] = {}
    reports = [
        [regions.number(r.region), [functions.setdefault(f, len(functions)) for f in r.functions]]
        for r in extent.regions
    ]
    places = [[number(f.path), f.line, number(f.qualname)] for f in functions]
    steps = [x for of, count in extent.steps for x in (regions.number(of), count)]
    cut = [regions.number(of) for of in extent.cut]
    return as_line([strings.all, regions.table(), places, reports, extent.calls, steps, cut])


def _encoded_read(read: Read, strings: _Strings) -> list[Any]:
    number = strings.number
    return [
        [number(path) for path in read.parsed],
        [[f.path, f.line, f.column, f.message] for f in read.faults],
        [number(path) for path in read.depends],
        [number(name) for name in read.sought],
    ]


def _decoded_read(data: Sequence[Any], text: Sequence[str], files: Sequence[Any]) -> Read:
    """``files``: for each text that is the path of a file, that and its digest."""
    parsed, faults, depends, sought = data
    return Read(
        tuple(map(text.__getitem__, parsed)),
        tuple(Fault(*fault) for fault in faults),
        dict(map(files.__getitem__, depends)),
        tuple(map(text.__getitem__, sought)),
    )


def _triples(flat: Sequence[Any]) -> zip[tuple[Any, Any, Any]]:
    return zip(flat[::3], flat[1::3], flat[2::3], strict=True)
