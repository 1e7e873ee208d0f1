"""Findings at length: the source with the place underlined, the way from the region, and what to write instead."""

from __future__ import annotations

import textwrap
import unicodedata
from pathlib import Path

from gblint.diagnostics import Diagnostic, Span
from gblint.engine import Report
from gblint.output import escaped, one_line
from gblint.source.files import SourceError, SourceFile

_WIDTH = 100  # of hints; of the source, what a line has more is cut off
_TAB = 4
_COLORS = {"error": "1;31", "warning": "1;33", "note": "1;36", "path": "1", "gutter": "1;34", "hint": "1;32"}


def render(report: Report, color: bool = False) -> str:
    """Each finding as a block, with a blank line between them and a count at the end."""
    if not report.diagnostics:
        return ""
    painter = _Painter(color)
    sources = dict(report.sources)
    blocks = [_block(finding, sources, painter) for finding in report.diagnostics]
    return "\n\n".join(blocks) + f"\n\n{summary(report)}\n"


def summary(report: Report) -> str:
    """``Found 3 graph breaks (1 note).``"""
    own = [f for f in report.diagnostics if f.code != "GBL002"]
    breaks = sum(finding.severity.fails for finding in own)
    notes = len(own) - breaks
    unread = len(report.faults)
    parts = [_count(notes, "note")] if notes else []
    parts += [_count(unread, "file") + " not analysed"] if unread else []
    return f"Found {_count(breaks, 'graph break')}" + (f" ({', '.join(parts)})." if parts else ".")


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


class _Painter:
    def __init__(self, color: bool) -> None:
        self._color = color

    def __call__(self, text: str, kind: str) -> str:
        return f"\033[{_COLORS[kind]}m{text}\033[0m" if self._color else text


def _block(finding: Diagnostic, sources: dict[str, SourceFile], paint: _Painter) -> str:
    severity = finding.severity.value
    place = f"{escaped(finding.path)}:{finding.span.line}:{finding.span.column}"
    lines = [f"{paint(place, 'path')}: {paint(f'{severity} {finding.code}', severity)}: {one_line(finding.message)}"]
    margin = " " * len(str(finding.span.line))
    bar = paint("|", "gutter")
    source = _source_line(finding.path, finding.span.line, sources)
    if source is not None:
        code, marks = _underlined(source, finding.span)
        number = paint(str(finding.span.line), "gutter")
        lines += [f"{margin} {bar}", f"{number} {bar} {code}".rstrip(), f"{margin} {bar} {paint(marks, severity)}"]
    note = paint("=", "gutter")
    if way := _way(finding):
        lines.append(f"{margin} {note} {way}")
    if finding.hint:
        wrapped = textwrap.wrap(one_line(finding.hint), _WIDTH - 9 - len(margin), break_long_words=False)
        rest = "\n" + " " * (len(margin) + 9)
        lines.append(f"{margin} {note} {paint('help:', 'hint')} {rest.join(wrapped)}")
    return "\n".join(lines)


def _way(finding: Diagnostic) -> str:
    """How the region comes to the finding: the region, then each call on the way."""
    region = finding.region
    if region is None:
        return ""
    mode = ", fullgraph=True" if region.fullgraph else ""
    start = f"in region {one_line(region.name)} ({escaped(region.path)}:{region.line}{mode})"
    # A step's line is where the next frame is called; the last step stands at the finding itself.
    calls = [f"{one_line(step.function)} ({escaped(step.path)}:{step.line})" for step in finding.trace]
    return " -> ".join([start, *calls]) if len(calls) > 1 else start


def _source_line(path: str, line: int, sources: dict[str, SourceFile]) -> str | None:
    """The text of a line, or None where there is none to show (a file that cannot be read, a missing path)."""
    file = sources.get(path) or sources.setdefault(path, SourceFile.of(Path(path)))
    try:
        lines = file.lines
    except (SourceError, ValueError):
        return None
    return lines[line - 1] if line <= len(lines) and lines[line - 1].strip() else None


def _underlined(source: str, span: Span) -> tuple[str, str]:
    """The line as shown, and a line of carets below its span. A span over several lines is marked on its first."""
    start = min(span.column - 1, len(source))
    body = source.rstrip()
    end = span.end_column - 1 if span.end_line == span.line else len(body)
    end = min(max(end, start + 1), max(len(body), start + 1))
    margin = len(body) - len(body.lstrip())
    cut = min(margin, start)
    before, inside = _shown(body[cut:start]), _shown(body[start:end])
    marks = " " * _columns(before) + "^" * max(_columns(inside), 1)
    return before + inside + _shown(body[end:]), marks


def _shown(text: str) -> str:
    return escaped(text.replace("\t", " " * _TAB))


def _columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes: two for wide characters, none for combining ones."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
