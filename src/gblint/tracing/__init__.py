"""The static Dynamo: from files and regions to findings. ``analyse`` is its one way in."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.diagnostics import Diagnostic, FunctionPlace, Region

if TYPE_CHECKING:
    from gblint.dynamo.facts import Facts
    from gblint.source.files import SourceFile
    from gblint.source.resolve import Project
    from gblint.tracing.regions import Spec
    from gblint.tracing.summaries import Summary
    from gblint.tracing.tracer import Tracer

_STACK = 512 * 1024 * 1024  # bytes; the tracer recurses with the code that it follows
_RECURSION = 60_000
_SLOWEST = 3  # regions that the statistics name

# Packages whose functions Dynamo skips, or that come with torch: read, they would say nothing of what it does. What
# facts were measured of (torch, NumPy, PIL, ...) and the standard library are left alone besides.
_NOT_TRACED = frozenset(
    "functorch torchgen triton hypothesis networkx onnx onnxruntime onnx_tf pandas sklearn tabulate tensorflow "
    "tensorrt torch2trt tqdm tree tvm xarray fx2trt_oss".split()
)


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
class Statistics:
    """How far an analysis came. Calls are those in compiled code, each once for each context of its function:
    ``resolved`` ones were gone into, ``known`` ones answered by facts. ``slowest``: the regions with most steps."""

    regions: int
    functions: int
    files: int
    resolved: int
    known: int
    unknown: int
    slowest: tuple[tuple[Region, int], ...] = ()
    cut: tuple[Region, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """All that the tracer has to say: raw findings (one for each place and code), regions, and what went wrong."""

    diagnostics: list[Diagnostic]
    regions: list[RegionReport]
    faults: list[Fault]
    files: frozenset[str]
    statistics: Statistics


def analyse(
    files: Sequence[SourceFile],
    *,
    roots: Sequence[Path],
    entries: Sequence[str],
    release: str,
    environment: Mapping[str, object],
    assumed: Sequence[str] = (),
    ours: Callable[[str], bool] = lambda _: True,
    given_only: bool = False,
    installed: Sequence[Path] = (),
    budget: int | None = None,
) -> Analysis:
    """Finds the regions of ``files`` and traces them.

    ``roots``: folders in which modules are looked up. ``entries``: MODULE:QUALNAME, to be treated as compiled.
    ``release``: a torch release with facts. ``environment``: torch._dynamo.config settings in force everywhere.
    ``assumed``: patterns on MODULE:QUALNAME of the ``nn.Module`` classes to be treated as compiled. ``ours``: whether
    the file at an absolute path is one to report findings in. ``given_only``: do not go into other files.
    ``installed``: folders of installed packages to go into too. ``budget``: steps of one region.
    Raises UnknownEntry.
    """
    from gblint.dynamo import facts
    from gblint.source.resolve import Project

    outcome: list[Analysis | BaseException] = []

    def work() -> None:
        try:
            known = facts.load(release)
            opaque = _never_entered(known)
            project = Project(files, roots, given_only=given_only, installed=installed, opaque=opaque, ours=ours)
            outcome.append(_analyse(files, project, known, entries, assumed, environment, budget))
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
    project: Project,
    facts: Facts,
    entries: Sequence[str],
    assumed: Sequence[str],
    environment: Mapping[str, object],
    budget: int | None,
) -> Analysis:
    from gblint.rules import all_rules
    from gblint.tracing import entries as named
    from gblint.tracing import report
    from gblint.tracing.tracer import DEFAULT_BUDGET, Tracer

    tracer = Tracer(project, facts, all_rules(), DEFAULT_BUDGET if budget is None else budget)
    tracer.regions.environment = dict(environment)
    tracer.regions.search(files, configured=bool(entries or assumed))
    named.add(tracer, entries)
    named.assume(tracer, files, assumed)
    found: list[Diagnostic] = []
    reports: list[RegionReport] = []
    steps: dict[Region, int] = {}
    cut: list[Region] = []
    summaries: dict[int, Summary] = {}
    view = report.View(project)
    for spec in tracer.regions.ordered():
        if not view.concerns(spec):
            continue
        roots, steps[spec.region], ended = _trace(tracer, spec)
        reached = report.reach(roots)
        found.extend(view.diagnostics(spec, reached, ended))
        reports.append(RegionReport(spec.region, report.functions(reached)))
        summaries.update((id(place.summary), place.summary) for place in reached)
        if ended or any(place.summary.cut for place in reached):
            cut.append(spec.region)
    resolved, known, unknown = (sum(s.tally[i] for s in summaries.values()) for i in range(3))
    return Analysis(
        report.merge(found),
        reports,
        [Fault(f.path, f.line, f.column, f.message) for _, f in sorted(project.faults.items())],
        frozenset(m.path for m in project.loaded),
        Statistics(
            len(reports),
            len({f for r in reports for f in r.functions}),
            len(project.loaded),
            resolved,
            known,
            unknown,
            tuple(sorted(steps.items(), key=lambda pair: -pair[1])[:_SLOWEST]),
            tuple(cut),
        ),
    )


def _never_entered(facts: Facts) -> Callable[[str], bool]:
    """Tells of a top-level package that its sources are not read, wherever they lie: what it does is measured, or
    Dynamo does not trace it."""

    def opaque(name: str) -> bool:
        return name in sys.stdlib_module_names or name in _NOT_TRACED or facts.exists(name)

    return opaque


def _trace(tracer: Tracer, spec: Spec) -> tuple[list[Summary], int, bool]:
    """The summaries of the functions that a region enters first, its steps, and whether they were too many."""
    import libcst as cst

    from gblint.tracing import calls
    from gblint.tracing.frame import BudgetSpent

    frame = tracer.outside_frame(spec.module)
    arguments = tracer.regions.entry_arguments(frame, spec)
    frame.options = spec.options
    frame.steps = 0
    root = cst.Pass()
    ended = False
    try:
        calls.call(frame, root, spec.target, arguments)
    except (BudgetSpent, RecursionError):
        ended = True
    return [edge.callee for edge in frame.calls.values()], frame.steps, ended
