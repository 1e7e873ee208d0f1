"""From summaries to diagnostics: paths are put together, places computed, one finding kept for each place and code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Sequence as SequenceOf
from dataclasses import replace
from typing import TYPE_CHECKING

import libcst as cst

from gblint.diagnostics import Diagnostic, FunctionPlace, Region, Severity, Span, TraceStep
from gblint.immutable import immutable
from gblint.tracing.parts import Place, Rank, least, place_of, rank
from gblint.tracing.regions import Spec
from gblint.tracing.summaries import CallEdge, Finding, Summary

if TYPE_CHECKING:
    from gblint.source.outline import Code, Unit
    from gblint.source.resolve import Project

NOT_ANALYSED = "GBL003"
_SPLIT = "split the function, or compile a smaller part of the model"


class Reached:
    """A function that a region reaches: its summary, the call on the shortest way to it, and where that stands."""

    __slots__ = ("call", "caller", "summary")

    def __init__(self, summary: Summary, call: CallEdge | None = None, caller: Reached | None = None) -> None:
        self.summary = summary
        self.call = call
        self.caller = caller

    @property
    def edges(self) -> tuple[tuple[CallEdge, Summary], ...]:
        """The calls on the shortest way, each with the summary of the caller."""
        found: list[tuple[CallEdge, Summary]] = []
        place = self
        while place.call is not None and place.caller is not None:
            found.append((place.call, place.caller.summary))
            place = place.caller
        return tuple(reversed(found))


def reach(roots: SequenceOf[Summary], entered: Callable[[Summary], bool] = lambda _: True) -> list[Reached]:
    """Every summary below the roots once, nearest first; no calls are followed but those that are ``entered``."""
    order = [Reached(root) for root in roots]
    seen = {id(root) for root in roots}
    for current in order:  # which grows
        for edge in current.summary.calls:
            if id(edge.callee) not in seen and entered(edge.callee):
                seen.add(id(edge.callee))
                order.append(Reached(edge.callee, edge, current))
    return order


def break_span(unit: Unit, node: cst.CSTNode, begins: cst.CSTNode | None = None) -> Span | None:
    """Where Dynamo puts a break at a node, as Python 3.11 numbers instructions; ``begins``: at that node, rather.

    The jump of a condition belongs to the statement, or to the comparison before it, unless the condition is a
    comparison itself. A method call over several lines starts on the line of the method's name;
    everything else where it begins.
    """
    span = unit.span(node)
    if span is None and isinstance(node, cst.WithItem):
        span = unit.span(node.item)
    if span is None:
        return None
    if begins is not None:
        start = unit.span(begins)
        if start is not None and start.line != span.line:
            return Span(start.line, start.column, span.end_line, span.end_column)
    attribute = node.func if isinstance(node, cst.Call) else node
    if isinstance(attribute, cst.Attribute):
        whole = unit.span(attribute)
        if whole is not None and whole.end_line != span.line:  # the name is the last of it
            return Span(whole.end_line, whole.end_column - len(attribute.attr.value), span.end_line, span.end_column)
    return span


@immutable
class Draft:
    """A finding, of whose way from the region only the last step is told, and the calls that lead there. Most drafts
    are of what another region, or a shorter way, finds too; to look for places costs more than all the rest."""

    diagnostic: Diagnostic
    edges: tuple[tuple[CallEdge, Summary], ...]

    def place(self) -> Place:
        return place_of(self.diagnostic)

    def rank(self) -> Rank:
        return rank(self.diagnostic, len(self.edges))

    def told(self) -> Diagnostic:
        """The finding with the whole way."""
        steps = []
        for edge, caller in self.edges:
            span = edge.unit.span(edge.node)
            steps.append(TraceStep(edge.unit.module.path, span.line if span is not None else 1, _function(caller)))
        return replace(self.diagnostic, trace=(*steps, *self.diagnostic.trace))


@immutable
class _Inside:
    """A break in code that is not the user's: ``places`` that have its id, ``first`` the nearest one."""

    code: str
    note: bool
    message: str
    hint: str
    first: TraceStep
    places: int


_Told = tuple[TraceStep, Span, "Finding | _Inside"]  # where, in words and in the file, and what


class View:
    """The report of one analysis. Findings are placed in the user's own code: one in a package that is not theirs at
    the innermost call that leads into it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._inside: dict[Summary, list[_Inside]] = {}
        self._told: dict[Summary, tuple[tuple[_Told, ...], tuple[_Told, ...]]] = {}
        self._places: dict[Code, FunctionPlace] = {}

    def concerns(self, spec: Spec) -> bool:
        """Whether a region is the user's: compiled by their code, or theirs what is compiled."""
        return self._project.is_ours(spec.module) or (spec.code is not None and self._project.is_ours(spec.code.module))

    def drafts(self, spec: Spec, reached: list[Reached], ended: bool = False) -> list[Draft]:
        """The findings of one region, each with the shortest way to it. ``ended``: its budget ended it."""
        made = [Draft(diagnostic, place.edges) for place in reached for diagnostic in self._of_place(spec, place)]
        if ended and not any(place.summary.cut for place in reached):
            made.append(Draft(_not_analysed(spec.region, "too many steps"), ()))
        return least(made, lambda draft: draft.diagnostic.severity.rank)

    def functions(self, reached: list[Reached]) -> tuple[FunctionPlace, ...]:
        """The functions that a region reaches, by place."""
        codes = {code for place in reached if (code := place.summary.code) is not None and code.name != "<lambda>"}
        return tuple(sorted(set(map(self._place, codes)), key=lambda place: (place.path, place.line, place.qualname)))

    def _place(self, code: Code) -> FunctionPlace:
        known = self._places.get(code)
        if known is None:
            known = self._places[code] = FunctionPlace(code.module.path, code.line, code.qualname)
        return known

    def _of_place(self, spec: Spec, place: Reached) -> Iterable[Diagnostic]:
        """What is reported in one function: its own findings, and those below its calls into others' code. Of the way
        there they tell the last step."""
        summary = place.summary
        if self._is_ours(summary):
            own, below = self._of_function(summary.body)
            for told in own:
                yield _diagnostic(spec, *told)
            if _ended_here(summary):
                yield _not_analysed(spec.region, summary.cut or "", summary.code)
            for told in below:
                yield _diagnostic(spec, *told)
        elif place.call is None:
            # The region is the user's, but not the function that it enters first.
            region = spec.region
            where = TraceStep(region.path, region.line, region.name)
            for inside in self._below(summary):
                yield _diagnostic(spec, where, Span(region.line, 1, region.line, 1), inside)

    def _of_function(self, summary: Summary) -> tuple[tuple[_Told, ...], tuple[_Told, ...]]:
        """The same for any region: most functions are reached by several, and next to none has something to tell."""
        known = self._told.get(summary)
        if known is None:
            own: list[_Told] = []
            below: list[_Told] = []
            for finding in summary.findings:
                span = break_span(finding.unit, finding.node, finding.start)
                if span is not None:
                    own.append((TraceStep(finding.unit.module.path, span.line, _function(summary)), span, finding))
            for edge in summary.calls:
                if not self._is_ours(edge.callee):
                    span = break_span(edge.unit, edge.node) or Span(1, 1, 1, 1)
                    where = TraceStep(edge.unit.module.path, span.line, _function(summary))
                    below.extend((where, span, inside) for inside in self._below(edge.callee))
            known = self._told[summary] = tuple(own), tuple(below)
        return known

    def _is_ours(self, summary: Summary) -> bool:
        return summary.code is None or self._project.is_ours(summary.code.module)

    def _below(self, entered: Summary) -> list[_Inside]:
        """The breaks that a call into others' code leads to, one for each id, as long as it stays among others."""
        if entered not in self._inside:
            found: dict[tuple[bool, str], _Inside] = {}
            for place in reach([entered], lambda callee: not self._is_ours(callee)):
                for inside in _insides(place.summary):
                    key = (inside.note, inside.code)
                    known = found.setdefault(key, inside)
                    if known is not inside:
                        found[key] = replace(known, places=known.places + 1)
            self._inside[entered] = list(found.values())
        return self._inside[entered]


def _insides(summary: Summary) -> Iterable[_Inside]:
    module = summary.code.module if summary.code is not None else None
    if module is None:
        return
    file = module.name.replace(".", "/") + ("/__init__.py" if module.is_package else ".py")
    for finding in summary.findings:
        span = break_span(finding.unit, finding.node, finding.start)
        if span is not None:
            step = TraceStep(file, span.line, _function(summary))
            yield _Inside(finding.code, finding.note, finding.message, finding.hint, step, 1)
    if _ended_here(summary):
        assert summary.code is not None
        step = TraceStep(file, summary.code.line, _function(summary))
        yield _Inside(NOT_ANALYSED, True, f"not fully analysed: {summary.cut}", _SPLIT, step, 1)


def _ended_here(summary: Summary) -> bool:
    """Whether a budget ended the analysis in this function, rather than in one that it calls."""
    return summary.cut is not None and not any(edge.callee.cut for edge in summary.calls)


def _diagnostic(spec: Spec, where: TraceStep, span: Span, found: Finding | _Inside) -> Diagnostic:
    severity = Severity.ERROR if spec.options.fullgraph else Severity.WARNING
    message, hint = found.message, found.hint
    if isinstance(found, _Inside):
        package = found.first.path.partition("/")[0].removesuffix(".py")
        more = f" and {found.places - 1} more" if found.places > 1 else ""
        message = f"in `{package}`, at {found.first.path}:{found.first.line} ({found.first.function}){more}: {message}"
        hint = f"leave this call out of the compiled code, or in `{package}` {hint}"
    return Diagnostic(
        where.path,
        span,
        found.code,
        message,
        hint,
        Severity.NOTE if found.note else severity,
        spec.region,
        (where,),
    )


def _function(summary: Summary) -> str:
    return summary.code.qualname if summary.code is not None else "<module>"


def _not_analysed(region: Region, cause: str, code: Code | None = None) -> Diagnostic:
    """The note that a budget ended the analysis, in a function or in the region as a whole."""
    path, line = (code.module.path, code.line) if code is not None else (region.path, region.line)
    name = code.qualname if code is not None else region.name
    return Diagnostic(
        path,
        Span(line, 1, line, 1),
        NOT_ANALYSED,
        f"not fully analysed: {cause} in {name}",
        _SPLIT,
        Severity.NOTE,
        region,
    )
