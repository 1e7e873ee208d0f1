"""The one pipeline: find files, read them, trace what is compiled, select and suppress, report.

The command line, the editors' faces and the tests all call ``check``. The tracer, and LibCST with it, is imported
only if some file may hold a region or an entry was given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.diagnostics import Diagnostic, Severity, Span
from gblint.immutable import immutable
from gblint.selection import Selection
from gblint.settings import Settings, UsageError, common_folder
from gblint.source.discovery import Discovery, discover
from gblint.source.files import STDIN_NAME, SourceError, SourceFile, display_name
from gblint.source.packages import Dependencies, FirstParty
from gblint.source.patterns import Patterns, pattern_fault
from gblint.target import Target, asked, choose

if TYPE_CHECKING:
    from gblint.cache import Cache
    from gblint.tracing import Analysis, Fault, RegionReport, Statistics

Progress = Callable[[int, int], None]

UNREADABLE = "GBL002"
NO_FACTS = "GBL005"

# Every file is checked for syntax errors in a project up to this size, 0.1 s worth of parsing. In larger ones a file
# is, if it was named on the command line; those that may hold a region, or are needed to trace one, the tracer parses.
SMALL_PROJECT = 512 * 1024


@immutable
class Stdin:
    """Source text from standard input, and the file it stands for, if any."""

    data: bytes
    filename: str | None = None


@immutable
class Report:
    """What a run found, sorted. ``faults`` are the inputs that could not be read, parsed or analysed, selected or not;
    ``diagnostics`` holds them too where their codes are selected. ``sources`` are the files read, by the name shown."""

    diagnostics: list[Diagnostic]
    faults: list[Diagnostic] = field(default_factory=list)
    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    analysis: Analysis | None = None

    @property
    def regions(self) -> list[RegionReport]:
        return self.analysis.regions if self.analysis is not None else []

    @property
    def statistics(self) -> Statistics | None:
        return self.analysis.statistics if self.analysis is not None else None

    @property
    def exit_status(self) -> int:
        """2 if an input could not be read, else 1 if anything graver than a note was found, else 0."""
        if self.faults:
            return 2
        return int(any(finding.severity.fails for finding in self.diagnostics))


def check(
    paths: Sequence[str], settings: Settings, stdin: Stdin | None = None, progress: Progress = lambda done, of: None
) -> Report:
    """Lint ``paths`` (files and folders) and ``stdin``. ``progress`` is told how many files have been analysed, of how
    many. Raises UsageError for settings that cannot be followed; whatever is wrong with the input is in the report."""
    selection = Selection(settings)
    if settings.torch_version is not None:
        asked(settings)  # a wrong release is told whether or not anything is compiled
    found = _find(paths, settings, stdin)
    faults = {fault.display: _fault(fault.display, 1, 1, fault.message, "Check the path.") for fault in found.faults}
    asked_for = bool(settings.entry or settings.assume_compiled)
    cache = _cache(paths, settings, stdin)
    sound = _verified(found.files, faults, cache, keep=asked_for)

    analysis: Analysis | None = None
    findings: list[Diagnostic] = []
    if asked_for or any(file.may_hold_region for file in sound):
        from gblint.dynamo import registry

        target = choose(settings, common_folder(paths))
        analysis = _analyse(sound, paths, settings, stdin, target, progress, cache)
        known = registry.load()  # facts may be those of another release, which reports other ids
        findings.extend(d for d in analysis.diagnostics if known.in_release(d.code, target.release))
        if target.origin and not target.exact and analysis.regions:
            findings.append(_no_facts(target))
        for fault in analysis.faults:
            faults.setdefault(fault.path, _traced_fault(fault))

    parsed = analysis.files if analysis else frozenset()
    _check_syntax(sound, parsed, faults, cache)
    sources = {file.display: file for file in sound}
    kept = _apply_suppressions(findings, sources, parsed, cache)
    if cache is not None:
        cache.close()
    kept.extend(faults.values())
    named = {file.display for file in found.files}
    absolute = {path: os.path.abspath(path) for path in {finding.path for finding in kept}}
    selected = [f for f in kept if selection.selects(f.code, absolute[f.path], found=f.path in named)]
    return Report(
        diagnostics=sorted(selected, key=lambda finding: finding.sort_key),
        faults=sorted(faults.values(), key=lambda finding: finding.sort_key),
        sources=sources,
        analysis=analysis,
    )


def _find(paths: Sequence[str], settings: Settings, stdin: Stdin | None) -> Discovery:
    """The files to lint; standard input takes the place of the file that it stands for."""
    found = discover(
        paths,
        exclude=None if settings.exclude is None else _patterns(settings, settings.exclude),
        extend_exclude=_patterns(settings, settings.extend_exclude) if settings.extend_exclude else None,
        force_exclude=settings.force_exclude,
        respect_gitignore=settings.respect_gitignore,
    )
    if stdin is not None:
        name = stdin.filename or STDIN_NAME
        shown = display_name(name) if stdin.filename else STDIN_NAME
        given = SourceFile(Path(os.path.abspath(name)), shown, explicit=True, data=stdin.data)
        others = [file for file in found.files if file.path != given.path]
        found.files = sorted([given, *others], key=lambda file: file.display)
    return found


def _patterns(settings: Settings, lines: Sequence[str]) -> Patterns:
    for line in lines:
        if fault := pattern_fault(line):
            raise UsageError(f"bad exclude pattern {line!r}: {fault}")
    return Patterns(str(settings.root), lines)


def _cache(paths: Sequence[str], settings: Settings, stdin: Stdin | None) -> Cache | None:
    """The results of earlier runs, if they may be used. Text from standard input is nothing that will be seen again."""
    if not settings.cache or stdin is not None:
        return None
    from gblint.cache import Cache

    # Not what is reported of all findings, nor how: that is asked for anew in each run.
    key = (
        *(sorted(paths), settings.root, settings.exclude, settings.extend_exclude, settings.entry),
        *(settings.assume_compiled, settings.follow_imports, sorted(settings.dynamo_config.items())),
    )
    return Cache(settings.cache_folder, key)


def _verified(
    files: Iterable[SourceFile], faults: dict[str, Diagnostic], cache: Cache | None, keep: bool
) -> list[SourceFile]:
    """Those of ``files`` that are text; the others become ``faults``.

    Unless all are to be kept, the text of those that will hardly be looked at again is dropped: of a large project
    that is most of the memory, and getting memory takes longer than reading files.
    """
    sound = []
    total = 0
    for file in files:
        try:
            if cache is not None:
                cache.verify(file)
            else:
                file.verify()
        except SourceError as error:
            faults[file.display] = _fault(file.display, error.line, error.column, error.message)
            continue
        sound.append(file)
        total += file.size
        if total > SMALL_PROJECT and not (keep or file.explicit or file.may_hold_region):
            file.forget()
    return sound


def _analyse(
    files: Sequence[SourceFile],
    paths: Sequence[str],
    settings: Settings,
    stdin: Stdin | None,
    target: Target,
    progress: Progress,
    cache: Cache | None,
) -> Analysis:
    """Everything the tracer finds. Raises UsageError for an entry that names nothing, or if processes cannot live."""
    from gblint import tracing
    from gblint.tracing.parts import WorkerDied

    given = [*paths, *([stdin.filename] if stdin is not None and stdin.filename else [])]
    roots = module_roots(given)
    ours = _first_party(files, given, settings)
    installed = Dependencies(common_folder(given)).folders if settings.follow_imports == "all" else ()
    if cache is not None:
        # The names of entries are looked up among all files, and without imports the files given are all there are.
        among = [file.display for file in files] if settings.entry or settings.follow_imports == "none" else []
        cache.answers_for((target, roots, ours.scopes, installed, among))
    try:
        return tracing.analyse(
            files,
            roots=roots,
            entries=settings.entry,
            assumed=settings.assume_compiled,
            release=target.facts,
            environment=settings.dynamo_config,
            ours=ours.holds,
            given_only=settings.follow_imports == "none",
            installed=installed,
            jobs=settings.jobs or usable_cpus(),
            progress=progress,
            cache=cache,
        )
    except (tracing.UnknownEntry, WorkerDied) as error:
        raise UsageError(str(error)) from None


def usable_cpus() -> int:
    """How many CPUs this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _first_party(files: Sequence[SourceFile], given: Sequence[str], settings: Settings) -> FirstParty:
    excluded = [_patterns(settings, lines) for lines in (settings.exclude, settings.extend_exclude) if lines]
    return FirstParty(files, given, excluded, defaults=settings.exclude is None)


def module_roots(paths: Sequence[str]) -> list[Path]:
    """The folders below which absolute imports are looked up, in order: each given folder, the folder that holds the
    outermost package around each path, the working folder; and the ``src`` folder of each of these."""
    roots: dict[str, None] = {}
    for path in paths:
        absolute = os.path.abspath(path)
        folder = absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
        outer = folder
        while os.path.isfile(os.path.join(outer, "__init__.py")):
            outer = os.path.dirname(outer)
        for root in (outer, folder):
            roots.setdefault(root)
    roots.setdefault(os.getcwd())
    for root in list(roots):
        if os.path.isdir(source := os.path.join(root, "src")):
            roots.setdefault(source)
    return [Path(root) for root in roots]


def _check_syntax(
    files: Sequence[SourceFile], parsed: frozenset[str], faults: dict[str, Diagnostic], cache: Cache | None
) -> None:
    """Add a fault for each file that is no Python, of those the tracer has not parsed; see SMALL_PROJECT."""
    unparsed = [file for file in files if file.display not in parsed and file.display not in faults]
    if sum(file.size for file in files) > SMALL_PROJECT:
        unparsed = [file for file in unparsed if file.explicit]
    if not unparsed:
        return
    from gblint.source.syntax import check_syntax

    for file in unparsed:
        if cache is not None and cache.is_python(file):
            continue
        fault = check_syntax(file.text)
        if fault is not None:
            faults[file.display] = _fault(file.display, fault.line, fault.column, fault.message)
        elif cache is not None:
            cache.found_python(file)


def _apply_suppressions(
    findings: Sequence[Diagnostic], sources: dict[str, SourceFile], parsed: frozenset[str], cache: Cache | None
) -> list[Diagnostic]:
    """The findings that no comment silences, and a note for each comment that silences none.

    All findings are looked at, selected or not: a comment for a code that this run leaves out is not useless.
    Files that only an import led to are added to ``sources``.
    """
    if not findings and not parsed:
        return []
    from gblint.source.suppressions import Suppressions

    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    kept: list[Diagnostic] = []
    for path in sorted({*by_path, *parsed}):
        here = by_path.get(path, [])
        file = sources.get(path)
        if file is None and here:
            file = sources.setdefault(path, SourceFile.of(Path(path)))
            if cache is not None:
                cache.recognise(file)
        try:
            asked = file is not None and (here or file.may_address_gblint)
            comments = Suppressions(path, file.comments) if asked and file is not None else None
        except SourceError:  # "<command line>" and the like, or a file that went away during the run
            comments = None
        if comments is None:
            kept.extend(here)
        else:
            kept.extend(finding for finding in here if not comments.covers(finding))
            kept.extend(comments.unused())
    return kept


def _fault(
    path: str,
    line: int,
    column: int,
    message: str,
    hint: str = "Nothing in this file was analysed; mend or exclude it.",
) -> Diagnostic:
    return Diagnostic(path, Span(line, column, line, column + 1), UNREADABLE, message, hint, Severity.ERROR)


def _traced_fault(fault: Fault) -> Diagnostic:
    """What the tracer has to say of a file that it could not read, or (under a code of its own) not analyse."""
    if not fault.code:
        return _fault(fault.path, fault.line, fault.column, fault.message)
    hint = "Exclude the file, or run again with --jobs 1 if memory was short."
    span = Span(fault.line, fault.column, fault.line, fault.column + 1)
    return Diagnostic(fault.path, span, fault.code, fault.message, hint, Severity.ERROR)


def _no_facts(target: Target) -> Diagnostic:
    message = f"no facts about torch {target.release} in this gblint: linted by those of torch {target.facts}"
    hint = f"Set torch-version to {target.facts} to say that this is what you want."
    return Diagnostic(target.origin, Span(1, 1, 1, 2), NO_FACTS, message, hint, Severity.NOTE)
