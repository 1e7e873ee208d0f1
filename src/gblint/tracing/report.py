"""From summaries to diagnostics: paths are put together, places computed, one finding kept for each place and code."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import libcst as cst

from gblint.diagnostics import Diagnostic, FunctionPlace, Region, Severity, Span, TraceStep
from gblint.tracing.regions import Spec
from gblint.tracing.summaries import CallEdge, Finding, Summary

_Path = tuple["_Path | None", CallEdge, Summary]


@dataclass(frozen=True)
class Reached:
    """A function that a region reaches: its summary, and the calls on the shortest way to it."""

    summary: Summary
    edges: tuple[tuple[CallEdge, Summary], ...]  # (call, the summary of the caller)


def reach(roots: Iterable[Summary]) -> list[Reached]:
    """Every summary below the roots once, nearest first."""
    queue: deque[Reached] = deque(Reached(root, ()) for root in roots)
    seen = {id(r.summary) for r in queue}
    order: list[Reached] = []
    while queue:
        current = queue.popleft()
        order.append(current)
        for edge in current.summary.calls:
            if id(edge.callee) not in seen:
                seen.add(id(edge.callee))
                queue.append(Reached(edge.callee, (*current.edges, (edge, current.summary))))
    return order


def break_span(finding: Finding) -> Span | None:
    """Where Dynamo puts the break, as Python 3.11 numbers instructions.

    The jump of a condition belongs to the statement, or to the comparison before it, unless the condition is a
    comparison itself. A method call over several lines starts on the line of the method's name;
    everything else where it begins.
    """
    node = finding.node
    span = finding.unit.span(node)
    if span is None and isinstance(node, cst.WithItem):
        span = finding.unit.span(node.item)
    if span is None:
        return None
    if finding.start is not None:
        start = finding.unit.span(finding.start)
        if start is not None and start.line != span.line:
            return Span(start.line, start.column, span.end_line, span.end_column)
    attribute = node.func if isinstance(node, cst.Call) else node
    if isinstance(attribute, cst.Attribute):
        name = finding.unit.span(attribute.attr)
        if name is not None and name.line != span.line:
            return Span(name.line, name.column, span.end_line, span.end_column)
    return span


def diagnostics(spec: Spec, reached: list[Reached]) -> list[Diagnostic]:
    """The findings of one region, each with the shortest way to it."""
    made: dict[tuple[str, int, int, str], Diagnostic] = {}
    for place in reached:
        for finding in place.summary.findings:
            diagnostic = _diagnostic(spec, place, finding)
            if diagnostic is not None:
                key = (diagnostic.path, diagnostic.span.line, diagnostic.span.column, diagnostic.code)
                if key not in made or diagnostic.severity.rank < made[key].severity.rank:
                    made[key] = diagnostic
        if place.summary.cut is not None:
            diagnostic = _not_analysed(spec.region, place)
            made.setdefault(
                (diagnostic.path, diagnostic.span.line, diagnostic.span.column, diagnostic.code), diagnostic
            )
    return list(made.values())


def _severity(spec: Spec, finding: Finding) -> Severity:
    if finding.note:
        return Severity.NOTE
    return Severity.ERROR if spec.options.fullgraph else Severity.WARNING


def _diagnostic(spec: Spec, place: Reached, finding: Finding) -> Diagnostic | None:
    span = break_span(finding)
    if span is None:
        return None
    return Diagnostic(
        finding.unit.module.path,
        span,
        finding.code,
        finding.message,
        finding.hint,
        _severity(spec, finding),
        spec.region,
        (*_steps(place), TraceStep(finding.unit.module.path, span.line, _function(place.summary))),
    )


def _steps(place: Reached) -> tuple[TraceStep, ...]:
    steps = []
    for edge, caller in place.edges:
        span = edge.unit.span(edge.node)
        steps.append(TraceStep(edge.unit.module.path, span.line if span is not None else 1, _function(caller)))
    return tuple(steps)


def _function(summary: Summary) -> str:
    return summary.code.qualname if summary.code is not None else "<module>"


def _not_analysed(region: Region, place: Reached) -> Diagnostic:
    code = place.summary.code
    path = code.module.path if code is not None else region.path
    line = code.line if code is not None else region.line
    return Diagnostic(
        path,
        Span(line, 1, line, 1),
        "GBL003",
        f"not fully analysed: {place.summary.cut} in {_function(place.summary)}",
        "split the function, or compile a smaller part of the model",
        Severity.NOTE,
        region,
        _steps(place),
    )


def functions(reached: list[Reached]) -> tuple[FunctionPlace, ...]:
    """The functions that a region reaches, by place."""
    found = {
        (code.module.path, code.line, code.qualname)
        for place in reached
        if (code := place.summary.code) is not None and code.name != "<lambda>"
    }
    return tuple(FunctionPlace(*place) for place in sorted(found))


def merge(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """One finding for each place and code: the gravest, then the shortest trace, then the first region by name."""
    best: dict[tuple[str, int, int, str], Diagnostic] = {}
    for d in found:
        key = (d.path, d.span.line, d.span.column, d.code)
        if key not in best or _rank(d) < _rank(best[key]):
            best[key] = d
    return sorted(best.values(), key=lambda d: d.sort_key)


def _rank(d: Diagnostic) -> tuple[int, int, str, str, str]:
    region = d.region
    return (d.severity.rank, len(d.trace), region.name if region else "", region.path if region else "", d.message)
