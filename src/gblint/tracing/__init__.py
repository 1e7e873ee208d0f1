"""The static Dynamo: from files and regions to findings. ``analyse`` is its one way in."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.diagnostics import Diagnostic, FunctionPlace, Region

if TYPE_CHECKING:
    from gblint.source.files import SourceFile
    from gblint.source.resolve import Project
    from gblint.tracing.regions import Spec
    from gblint.tracing.summaries import Summary
    from gblint.tracing.tracer import Tracer

_STACK = 512 * 1024 * 1024  # bytes; the tracer recurses with the code that it follows
_RECURSION = 60_000


class UnknownEntry(Exception):
    """An ``--entry`` that names nothing below the given paths."""


@dataclass(frozen=True)
class RegionReport:
    region: Region
    functions: tuple[FunctionPlace, ...]


@dataclass(frozen=True)
class Fault:
    """A file that was needed and could not be read or parsed."""

    path: str
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class Analysis:
    """All that the tracer has to say: raw findings (one for each place and code), regions, and what went wrong."""

    diagnostics: list[Diagnostic]
    regions: list[RegionReport]
    faults: list[Fault]
    files: frozenset[str]
    statistics: dict[str, int]


def analyse(
    files: Sequence[SourceFile],
    *,
    roots: Sequence[Path],
    entries: Sequence[str],
    release: str,
    environment: Mapping[str, object],
) -> Analysis:
    """Finds the regions of ``files`` and traces them.

    ``roots``: folders in which modules are looked up. ``entries``: MODULE:QUALNAME, to be treated as compiled.
    ``release``: a torch release with facts. ``environment``: torch._dynamo.config settings in force everywhere.
    Raises UnknownEntry.
    """
    outcome: list[Analysis | BaseException] = []

    def work() -> None:
        try:
            outcome.append(_analyse(files, roots, entries, release, environment))
        except BaseException as error:  # carried over to the caller's thread, whatever it is
            outcome.append(error)

    limit, size = sys.getrecursionlimit(), threading.stack_size()
    sys.setrecursionlimit(_RECURSION)
    threading.stack_size(_STACK)
    try:
        worker = threading.Thread(target=work, name="gblint tracer", daemon=True)
        worker.start()
        worker.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _analyse(
    files: Sequence[SourceFile],
    roots: Sequence[Path],
    entries: Sequence[str],
    release: str,
    environment: Mapping[str, object],
) -> Analysis:
    from gblint.dynamo import facts
    from gblint.rules import all_rules
    from gblint.source.resolve import Project
    from gblint.tracing import regions, report
    from gblint.tracing.tracer import Tracer

    project = Project(files, roots)
    tracer = Tracer(project, facts.load(release), all_rules())
    tracer.regions.environment = dict(environment)
    tracer.regions.search(files)
    for entry in dict.fromkeys(entries):
        try:
            tracer.regions.add_entry(entry)
        except regions.UnknownEntry as error:
            raise UnknownEntry(str(error)) from None
    found: list[Diagnostic] = []
    reports: list[RegionReport] = []
    for spec in tracer.regions.ordered():
        reached = report.reach(_trace(tracer, spec))
        found.extend(report.diagnostics(spec, reached))
        reports.append(RegionReport(spec.region, report.functions(reached)))
    return Analysis(
        report.merge(found),
        reports,
        [Fault(f.path, f.line, f.column, f.message) for _, f in sorted(project.faults.items())],
        frozenset(m.path for m in project.loaded),
        _statistics(tracer, project, reports),
    )


def _trace(tracer: Tracer, spec: Spec) -> list[Summary]:
    """The summaries of the functions that a region enters first."""
    import libcst as cst

    from gblint.tracing import calls
    from gblint.tracing.frame import BudgetSpent

    frame = tracer.outside_frame(spec.module)
    arguments = tracer.regions.entry_arguments(frame, spec)
    frame.options = spec.options
    root = cst.Pass()
    with contextlib.suppress(BudgetSpent, RecursionError):
        calls.call(frame, root, spec.target, arguments)
    return [edge.callee for edge in frame.calls.values()]


def _statistics(tracer: Tracer, project: Project, reports: list[RegionReport]) -> dict[str, int]:
    return {
        "regions": len(reports),
        "functions reached": len({f for r in reports for f in r.functions}),
        "files parsed": len(project.loaded),
        **tracer.counts,
    }
