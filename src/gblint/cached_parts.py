"""Parts and surveys as JSON, and back. Texts recur a great deal: each is written once, and stands for its number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gblint.diagnostics import Diagnostic, FunctionPlace, Region, Severity, Span, TraceStep
from gblint.tracing.parts import Fault, Part, Read, RegionReport, Survey

_SEVERITIES = tuple(Severity)


def encoded(survey: Survey, parts: Iterable[Part]) -> dict[str, Any]:
    strings = _Strings()
    return {
        "survey": _encoded_survey(survey, strings),
        "parts": [_encoded_part(part, strings) for part in parts],
        "strings": strings.all,
    }


def decoded(data: Mapping[str, Any], holds: Callable[[Iterable[tuple[str, str]]], bool]) -> tuple[Survey, list[Part]]:
    """What ``encoded`` was given, less the parts that depend on files (path, digest) of which not all hold. Raises
    KeyError, IndexError, TypeError or ValueError for anything else."""
    strings = _Strings(data["strings"])
    text = strings.all
    parts = []
    for part in data["parts"]:
        depends = part[1][2]
        if holds((text[path], text[known]) for path, known in zip(depends[::2], depends[1::2], strict=True)):
            parts.append(_decoded_part(part, strings))
    return _decoded_survey(data["survey"], strings), parts


class _Strings:
    """Texts by number."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self.all: list[str] = list(known)
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.all)
            self.all.append(text)
        return found


def _encoded_survey(survey: Survey, strings: _Strings) -> list[Any]:
    return [list(survey.homes), _encoded_read(survey.read, strings), dict(survey.marks), survey.helpers]


def _decoded_survey(data: Sequence[Any], strings: _Strings) -> Survey:
    homes, read, marks, helpers = data
    return Survey(tuple(homes), _decoded_read(read, strings), marks, tuple(helpers))


def _encoded_part(part: Part, strings: _Strings) -> list[Any]:
    number = strings.number
    regions: dict[Region, int] = {}

    def region(of: Region | None) -> int:
        return -1 if of is None else regions.setdefault(of, len(regions))

    findings = [
        [
            number(d.path), d.span.line, d.span.column, d.span.end_line, d.span.end_column, number(d.code),
            number(d.message), number(d.hint), d.severity.rank, region(d.region),
            [x for step in d.trace for x in (number(step.path), step.line, number(step.function))],
        ]
        for d in part.diagnostics
    ]  # fmt: skip
    reports = [
        [region(r.region), [x for f in r.functions for x in (number(f.path), f.line, number(f.qualname))]]
        for r in part.regions
    ]
    steps = [x for of, count in part.steps for x in (region(of), count)]
    cut = [region(of) for of in part.cut]
    table = [[number(r.name), number(r.path), r.line, r.fullgraph, r.options] for r in regions]
    return [
        *(number(part.home), _encoded_read(part.read, strings), part.mark, table),
        *(findings, reports, part.calls, steps, cut),
    ]


def _decoded_part(data: Sequence[Any], strings: _Strings) -> Part:
    home, read, mark, table, findings, reports, calls, steps, cut = data
    text = strings.all
    regions: list[Region | None] = [
        Region(text[name], text[path], line, fullgraph, tuple((k, v) for k, v in options))
        for name, path, line, fullgraph, options in table
    ]

    def region(number: int) -> Region:
        found = regions[number]
        if found is None:
            raise ValueError("no such region")
        return found

    resolved, known, unknown = calls
    return Part(
        text[home],
        _decoded_read(read, strings),
        tuple(
            Diagnostic(
                text[path], Span(line, column, end_line, end_column), text[code], text[message], text[hint],
                _SEVERITIES[rank], regions[of] if of >= 0 else None,
                tuple(TraceStep(text[p], n, text[f]) for p, n, f in _triples(trace)),
            )
            for path, line, column, end_line, end_column, code, message, hint, rank, of, trace in findings
        ),
        tuple(
            RegionReport(region(of), tuple(FunctionPlace(text[p], n, text[q]) for p, n, q in _triples(functions)))
            for of, functions in reports
        ),
        (resolved, known, unknown),
        tuple((region(of), count) for of, count in zip(steps[::2], steps[1::2], strict=True)),
        tuple(region(of) for of in cut),
        mark,
    )  # fmt: skip


def _encoded_read(read: Read, strings: _Strings) -> list[Any]:
    number = strings.number
    return [
        [number(path) for path in read.parsed],
        [[f.path, f.line, f.column, f.message] for f in read.faults],
        [x for path, known in read.depends.items() for x in (number(path), number(known))],
    ]


def _decoded_read(data: Sequence[Any], strings: _Strings) -> Read:
    parsed, faults, depends = data
    text = strings.all
    return Read(
        tuple(text[path] for path in parsed),
        tuple(Fault(*fault) for fault in faults),
        {text[path]: text[known] for path, known in zip(depends[::2], depends[1::2], strict=True)},
    )


def _triples(flat: Sequence[Any]) -> zip[tuple[Any, Any, Any]]:
    return zip(flat[::3], flat[1::3], flat[2::3], strict=True)
