"""Parts and surveys as lines of JSON, and back. Texts recur a great deal: each is written once, and stands for its
number."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from gblint.cache import as_line
from gblint.diagnostics import Diagnostic, FunctionPlace, Region, Severity, Span, TraceStep
from gblint.tracing.parts import Extent, Fault, Part, Read, RegionReport, Survey

_SEVERITIES = tuple(Severity)


class Texts(NamedTuple):
    """The texts that rows stand for by number, and how many there were when all of them were in use."""

    all: Sequence[str]
    counted: int


def encoded(survey: Survey, parts: Sequence[Part], before: Texts | None = None) -> list[bytes]:
    """A line of the survey and the parts, and one of the extent of each part. The digests of files are not in them.
    ``before``: the texts that the rows of kept parts are in terms of."""
    if before is not None and len(before.all) > 2 * before.counted:
        before = None  # many are of no use any more
    strings = _Strings(before.all if before is not None else ())
    rows = [part.row if before is not None and part.row is not None else _encoded_part(part, strings) for part in parts]
    content = {
        "survey": [list(survey.homes), _encoded_read(survey.read, strings), dict(survey.marks), survey.helpers],
        "parts": rows,
        "strings": strings.all,
        "counted": before.counted if before is not None else len(strings.all),
    }
    return [as_line(content), *(_encoded_extent(part.extent) for part in parts)]


def decoded(
    lines: Sequence[bytes], digests: Mapping[str, str], holds: Callable[[Iterable[str], Iterable[str]], bool]
) -> tuple[Survey, list[Part], Texts]:
    """What ``encoded`` was given, less the parts that do not hold, as told by the files that they depend on and the
    names that they sought; and the texts that their rows are in terms of. Their extents are left as they are. Raises
    KeyError, IndexError, TypeError or ValueError for anything else."""
    content = json.loads(lines[0])
    text = content["strings"]
    parts = []
    steps: dict[tuple[int, int, int], TraceStep] = {}
    for data, extent in zip(content["parts"], lines[1:], strict=True):
        home, known, mark, table, findings = data
        read = _decoded_read(known, text, digests)
        if holds(read.depends, read.sought):
            found = _decoded_findings(findings, table, text, steps)
            parts.append(Part(text[home], read, found, extent, mark, data))
    homes, known, marks, helpers = content["survey"]
    survey = Survey(tuple(homes), _decoded_read(known, text, digests), marks, tuple(helpers))
    return survey, parts, Texts(text, content["counted"])


def decoded_extent(line: bytes) -> Extent:
    """The extent that a line stands for. Raises what ``decoded`` raises."""
    text, table, reports, calls, steps, cut = json.loads(line)
    regions = [_decoded_region(row, text) for row in table]
    resolved, known, unknown = calls
    return Extent(
        tuple(
            RegionReport(regions[of], tuple(FunctionPlace(text[p], n, text[q]) for p, n, q in _triples(functions)))
            for of, functions in reports
        ),
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


def _encoded_part(part: Part, strings: _Strings) -> list[Any]:
    number, regions = strings.number, _Regions(strings)
    findings = [
        [
            number(d.path), d.span.line, d.span.column, d.span.end_line, d.span.end_column, number(d.code),
            number(d.message), number(d.hint), d.severity.rank, regions.number(d.region),
            [x for step in d.trace for x in (number(step.path), step.line, number(step.function))],
        ]
        for d in part.diagnostics
    ]  # fmt: skip
    return [number(part.home), _encoded_read(part.read, strings), part.mark, regions.table(), findings]


def _decoded_findings(
    findings: Sequence[Any], table: Sequence[Any], text: Sequence[str], known: dict[tuple[int, int, int], TraceStep]
) -> tuple[Diagnostic, ...]:
    """``known``: the steps made so far; most ways have some in common."""

    def step(path: int, line: int, function: int) -> TraceStep:
        key = (path, line, function)
        found = known.get(key)
        if found is None:
            found = known[key] = TraceStep(text[path], line, text[function])
        return found

    regions = [_decoded_region(row, text) for row in table]
    return tuple(
        Diagnostic(
            text[path], Span(line, column, end_line, end_column), text[code], text[message], text[hint],
            _SEVERITIES[rank], regions[of] if of >= 0 else None,
            tuple([step(*place) for place in _triples(trace)]),
        )
        for path, line, column, end_line, end_column, code, message, hint, rank, of, trace in findings
    )  # fmt: skip


def _encoded_extent(extent: Extent | bytes) -> bytes:
    if isinstance(extent, bytes):
        return extent
    strings = _Strings()
    regions = _Regions(strings)
    number = strings.number
    reports = [
        [regions.number(r.region), [x for f in r.functions for x in (number(f.path), f.line, number(f.qualname))]]
        for r in extent.regions
    ]
    steps = [x for of, count in extent.steps for x in (regions.number(of), count)]
    cut = [regions.number(of) for of in extent.cut]
    return as_line([strings.all, regions.table(), reports, extent.calls, steps, cut])


def _encoded_read(read: Read, strings: _Strings) -> list[Any]:
    number = strings.number
    return [
        [number(path) for path in read.parsed],
        [[f.path, f.line, f.column, f.message] for f in read.faults],
        [number(path) for path in read.depends],
        [number(name) for name in read.sought],
    ]


def _decoded_read(data: Sequence[Any], text: Sequence[str], digests: Mapping[str, str]) -> Read:
    parsed, faults, depends, sought = data
    return Read(
        tuple(text[path] for path in parsed),
        tuple(Fault(*fault) for fault in faults),
        {text[path]: digests[text[path]] for path in depends},
        tuple(text[name] for name in sought),
    )


def _triples(flat: Sequence[Any]) -> zip[tuple[Any, Any, Any]]:
    return zip(flat[::3], flat[1::3], flat[2::3], strict=True)
