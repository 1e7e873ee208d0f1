"""The search for regions, then the part of one home after another, as many as are asked for."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

import libcst as cst

from gblint.diagnostics import Region
from gblint.dynamo import facts
from gblint.rules import all_rules
from gblint.source.files import SourceFile, digest
from gblint.source.resolve import Project
from gblint.tracing import binding, calls, entries, report, resumption
from gblint.tracing.frame import BudgetSpent
from gblint.tracing.memo import Gone
from gblint.tracing.parts import Extent, Fault, Part, Read, RegionReport, Request, Survey, Told, may_be_assumed, merge
from gblint.tracing.regions import Spec
from gblint.tracing.summaries import Summary
from gblint.tracing.tracer import DEFAULT_BUDGET, Tracer
from gblint.tracing.values import UNKNOWN

_STACK = 512 * 1024 * 1024  # bytes; the tracer recurses with the code that it follows
_RECURSION = 60_000
_FRAMES = 150_000  # words
# The recursion limit, the size of stacks and the record that placeholders ask (``Placed``) are the process's.
_ALONE = threading.Lock()

# Lines parsed that a tracer may hold before it sheds what one home alone has needed. A line takes 1 KB, or 3.5 KB where
# LibCST has parsed it.
SHEDDING = 50_000
STAYING = 25_000  # that may be left then; of more, nothing is: soon there would be too much again

# Packages whose functions Dynamo skips, or that come with torch: read, they would say nothing of what it does. What
# facts were measured of (torch, NumPy, PIL, ...) and the standard library are left alone besides.
_NOT_TRACED = frozenset(
    "functorch torchgen triton hypothesis networkx onnx onnxruntime onnx_tf pandas sklearn tabulate tensorflow "
    "tensorrt torch2trt tqdm tree tvm xarray fx2trt_oss".split()
)

_Answer = TypeVar("_Answer")


class Analyst:
    """Answers one request. Raises UnknownEntry where it is made; ``survey`` is what it found there.

    ``known``: what the search is known to come to. It is done again only for homes of which it has something to say.
    """

    def __init__(self, request: Request, known: Survey | None = None) -> None:
        self._request = request
        self._facts = facts.load(request.release)
        self._files = {file.display: file for file in request.files}
        self._begin(search=known is None or bool(request.entries))
        self.survey = known if known is not None else self._surveyed()

    def part(self, home: str) -> Part:
        """The part of a home: a file of the request, or another one that the survey names."""
        searched = home in self.survey.marks or bool(self._request.entries)  # these make code the user's own
        if searched and not self._searched:
            self._drop()
            self._begin(search=True)
        elif self._project.held_lines() - self._held > SHEDDING:
            self._shed(searched)
        self._project.touched = 0
        specs = self._specs.get(home, [])
        if home in self._files and may_be_assumed(self._files[home], self._request.assumed):
            specs = self._with_assumed(self._files[home], specs)
        part = self._trace(home, specs)
        self._project.let_go_of_trees()
        self._shared |= self._seen & self._project.touched
        self._seen |= self._project.touched
        return part

    # --- the tracer

    def _begin(self, search: bool) -> None:
        """A new tracer, and the regions that it finds, if it is to search for any."""
        request = self._request
        self._project = Project(
            request.files,
            request.roots,
            given_only=request.given_only,
            installed=request.installed,
            opaque=self._is_opaque,
            ours=request.ours,
        )
        budget = DEFAULT_BUDGET if request.budget is None else request.budget
        self._tracer = Tracer(self._project, self._facts, all_rules(), budget)
        self._tracer.regions.environment = dict(request.environment)
        if search:
            self._tracer.regions.search(request.files, configured=bool(request.entries or request.assumed))
            entries.add(self._tracer, request.entries)
            self._project.let_go_of_trees()  # there may be very many
        self._specs: dict[str, list[Spec]] = {}
        self._compiled = entries.compiled_classes(self._tracer.regions.specs.values())
        for spec in self._tracer.regions.ordered():
            self._specs.setdefault(spec.region.path, []).append(spec)
        self._view = report.View(self._project)
        self._searched = search
        self._held = self._project.held_lines()
        self._found = self._project.touched  # the modules that the search has looked into
        self._seen = self._shared = 0  # those that a home has, and several homes have, since the last shedding

    def _surveyed(self) -> Survey:
        """What the search came to: for each region the files by which it came to know of it and of its arguments."""
        read = self._read()
        said: dict[str, list[str]] = {home: [] for home in self._specs}
        for (path, line, name), touched in self._tracer.regions.shown_by.items():
            said.setdefault(path, []).append(f"region {line} {name} {self._project.digests(touched)}")
        for cls in self._compiled:
            said.setdefault(cls.module.path, []).append(f"compiled {cls.qualname}")
        for module, settings in self._tracer.regions.config.items():
            for name, value in settings.items():
                shown = sorted(value) if isinstance(value, frozenset) else value
                said.setdefault(module.path, []).append(f"config {name} {shown!r}")
        if self._request.entries:  # which may lie anywhere, and change whose code a package is
            for home in (*said, ""):
                said.setdefault(home, []).append(f"entries {sorted(read.depends.items())}")
        marks = {home: digest(repr(sorted(lines)).encode()) for home, lines in sorted(said.items())}
        return Survey(tuple(sorted(self._specs)), read, marks, self._tracer.regions.helpers)

    def _shed(self, searched: bool) -> None:
        """Only what several homes have looked into stays, and what the search has: if that is not too much."""
        kept = self._found | self._shared
        if self._project.held_lines(kept) - self._held > STAYING:
            self._drop()
            self._begin(search=searched)
        else:
            self._forget(Gone(*self._project.forget(kept)))
            _clear_caches()
            self._seen = self._shared = 0

    def _forget(self, gone: Gone) -> None:
        self._tracer.forget(gone, all_rules())
        regions = self._tracer.regions
        regions.config = {module: known for module, known in regions.config.items() if not gone.concerns(module)}
        regions.specs = {  # of which the rules ask whose code they enter, and nobody anything else
            key: replace(spec, target=UNKNOWN, entered=[], receivers=[])
            for key, spec in regions.specs.items()
            if not gone.concerns((spec.module, spec.code))
        }
        self._view = report.View(self._project)

    def _drop(self) -> None:
        """Nothing of the tracer stays.

        Only here is garbage collected: modules that are let go of are freed without it (see ``ModuleOutline.let_go``),
        and as next to nothing of what is made becomes garbage, looking for it would take half the time of parsing.
        """
        del self._project, self._tracer, self._specs, self._compiled, self._view
        _clear_caches()
        gc.collect()

    def _is_opaque(self, name: str) -> bool:
        """Whether the sources of a top-level package are not read, wherever they lie: what it does is measured, or
        Dynamo does not trace it."""
        return name in sys.stdlib_module_names or name in _NOT_TRACED or self._facts.exists(name)

    # --- one home

    def _with_assumed(self, source: SourceFile, specs: list[Spec]) -> list[Spec]:
        found = entries.assumed(self._tracer, source, self._request.assumed, self._compiled)
        known = {(spec.region.line, spec.region.name) for spec in specs}
        new = [spec for spec in found if (spec.region.line, spec.region.name) not in known]
        every = [*specs, *self._tracer.regions.ordered(new)]
        return sorted(every, key=lambda spec: (spec.region.line, spec.region.name))

    def _trace(self, home: str, specs: list[Spec]) -> Part:
        found: list[report.Draft] = []
        reports: list[RegionReport] = []
        steps: list[tuple[Region, int]] = []
        cut: list[Region] = []
        summaries: dict[int, Summary] = {}
        for spec in specs:
            if not self._view.concerns(spec):
                continue
            roots, taken, ended = _entered(self._tracer, spec)
            steps.append((spec.region, taken))
            reached = report.reach(roots)
            found.extend(self._view.drafts(spec, reached, ended))
            reports.append(RegionReport(spec.region, self._view.functions(reached)))
            summaries.update({id(place.summary): place.summary for place in reached})
            if ended or any(place.summary.cut for place in reached):
                cut.append(spec.region)
        resolved, known, unknown = (sum(s.tally[i] for s in summaries.values()) for i in range(3))
        return Part(
            home,
            self._read(),
            tuple(map(Told, merge(found))),
            Extent(tuple(reports), (resolved, known, unknown), tuple(steps), tuple(cut)),
            self.survey.mark(home),
        )

    def _read(self) -> Read:
        project = self._project
        probes, project.probes = project.probes, {}  # they need not be told twice
        silent, project.silent = project.silent, {}
        return Read(
            project.parsed_touched(),
            tuple(Fault(f.path, f.line, f.column, f.message) for f in project.faults_touched()),
            project.digests(project.touched),
            project.sought(project.touched),
            probes,
            dict(project.asked),
            silent,
        )


def _clear_caches() -> None:
    binding.used_as_tensor.cache_clear()
    resumption.order_of.cache_clear()


def _entered(tracer: Tracer, spec: Spec) -> tuple[list[Summary], int, bool]:
    """The summaries of the functions that a region enters first, its steps, and whether they were too many."""
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
    return [edge.callee for edge in frame.calls], frame.steps, ended


def with_room(work: Callable[[], _Answer]) -> _Answer:
    """What ``work`` gives, done in a thread with the stack that tracing takes. Raises what it raises."""
    outcome: list[_Answer] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            with _no_collection():
                outcome.append(work())
        except BaseException as error:  # carried over to the caller's thread, whatever it is
            errors.append(error)

    # From 3.11 on CPython keeps the frames of Python calls in chunks of 16 KB, and each call that begins at the end of
    # one asks the system for a new chunk and gives it back: a tenth of the time. The frame of ``run`` needs so large a
    # chunk that those of the calls below find room in it.
    run.__code__ = run.__code__.replace(co_stacksize=_FRAMES)
    with _ALONE:
        limit, size = sys.getrecursionlimit(), threading.stack_size()
        sys.setrecursionlimit(_RECURSION)
        threading.stack_size(_STACK)
        try:
            worker = threading.Thread(target=run, name="gblint tracer", daemon=True)
            worker.start()
            worker.join()
        finally:
            sys.setrecursionlimit(limit)
            threading.stack_size(size)
    if errors:
        raise errors[0]
    return outcome[0]


@contextmanager
def _no_collection() -> Iterator[None]:
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
