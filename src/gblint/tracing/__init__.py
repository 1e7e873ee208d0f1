"""The static Dynamo: from files and regions to findings. ``analyse`` is its one way in."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.tracing.parts import (
    Analysis,
    Fault,
    Part,
    RegionReport,
    Request,
    Statistics,
    Survey,
    UnknownEntry,
    everything,
    may_be_assumed,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.cache import Cache
    from gblint.source.files import SourceFile

# Bytes of the files that may be homes from which on processes are worth their start.
ENOUGH = 400_000

__all__ = ["Analysis", "Fault", "RegionReport", "Statistics", "UnknownEntry", "analyse"]


def analyse(
    files: Sequence[SourceFile],
    *,
    roots: Sequence[Path],
    entries: Sequence[str],
    release: str,
    environment: Mapping[str, object],
    assumed: Sequence[str] = (),
    ours: Callable[[str], bool] = everything,
    given_only: bool = False,
    installed: Sequence[Path] = (),
    budget: int | None = None,
    jobs: int = 1,
    progress: Callable[[int, int], None] = lambda done, of: None,
    cache: Cache | None = None,
) -> Analysis:
    """Finds the regions of ``files`` and traces them.

    ``roots``: folders in which modules are looked up. ``entries``: MODULE:QUALNAME, to be treated as compiled.
    ``release``: a torch release with facts. ``environment``: torch._dynamo.config settings in force everywhere.
    ``assumed``: patterns on MODULE:QUALNAME of the ``nn.Module`` classes to be treated as compiled. ``ours``: whether
    the file at an absolute path is one to report findings in. ``given_only``: do not go into other files.
    ``installed``: folders of installed packages to go into too. ``budget``: steps of one region. ``jobs``: processes,
    at most; the answer does not depend on it. ``progress`` is told how many files are done, of how many.
    ``cache``: of earlier runs of the same request.
    Raises UnknownEntry.
    """
    request = Request(files, roots, entries, release, environment, assumed, ours, given_only, installed, budget)
    survey, known = cache.recall(request) if cache is not None else (None, {})
    homes = [file.display for file in files if may_be_assumed(file, assumed)]

    def missing(found: Survey) -> list[str]:
        """The homes whose parts are to be worked out."""
        every = sorted({*homes, *found.homes})
        return [home for home in every if home not in known or known[home].mark != found.mark(home)]

    if survey is not None and not missing(survey):
        new: list[Part] = []
    else:
        survey, new = _answer(request, survey, missing, _work(files, assumed, known), jobs, progress)
    done = {part.home for part in new}
    every = {*homes, *survey.homes}
    parts = [*new, *(part for part in known.values() if part.home in every and part.home not in done)]
    if cache is not None:
        cache.keep(survey, parts, fresh=bool(new) or len(parts) != len(known))
    return whole(survey, parts)


def _work(files: Iterable[SourceFile], assumed: Sequence[str], known: Container[str]) -> int:
    """The bytes of the files that may have to be traced, none if it is but one."""
    homes = [
        file
        for file in files
        if file.display not in known and (may_be_assumed(file, assumed) or file.may_hold_region)
    ]  # fmt: skip
    return sum(file.size for file in homes) if len(homes) > 1 else 0


def _answer(
    request: Request,
    known: Survey | None,
    wanted: Callable[[Survey], list[str]],
    work: int,
    jobs: int,
    progress: Callable[[int, int], None],
) -> tuple[Survey, list[Part]]:
    """The survey and the parts that are ``wanted`` in view of it: of so much work as takes longer than starting
    processes by processes, else in this one."""
    if jobs > 1 and work >= ENOUGH:
        from gblint.tracing import workers

        return workers.answer(request, known, wanted, jobs, progress)
    from gblint.tracing.analyst import Analyst, with_room

    def trace() -> tuple[Survey, list[Part]]:
        analyst = Analyst(request, known)
        homes = wanted(analyst.survey)
        parts = []
        for i, home in enumerate(homes):
            progress(i, len(homes))
            parts.append(analyst.part(home))
        return analyst.survey, parts

    return with_room(trace)
