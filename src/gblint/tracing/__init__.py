"""The static Dynamo: from files and regions to findings. ``analyse`` is its one way in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gblint.tracing import workers
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
) -> Analysis:
    """Finds the regions of ``files`` and traces them.

    ``roots``: folders in which modules are looked up. ``entries``: MODULE:QUALNAME, to be treated as compiled.
    ``release``: a torch release with facts. ``environment``: torch._dynamo.config settings in force everywhere.
    ``assumed``: patterns on MODULE:QUALNAME of the ``nn.Module`` classes to be treated as compiled. ``ours``: whether
    the file at an absolute path is one to report findings in. ``given_only``: do not go into other files.
    ``installed``: folders of installed packages to go into too. ``budget``: steps of one region. ``jobs``: processes,
    at most; the answer does not depend on it. ``progress`` is told how many files are done, of how many.
    Raises UnknownEntry.
    """
    request = Request(files, roots, entries, release, environment, assumed, ours, given_only, installed, budget)
    homes = [file.display for file in files if may_be_assumed(file, assumed)]
    work = sum(len(file.data) for file in files if may_be_assumed(file, assumed) or file.mentions_compile)
    if jobs > 1 and work >= ENOUGH:
        survey, parts = workers.answer(request, homes, jobs, progress)
    else:
        survey, parts = _answer(request, homes, progress)
    return whole(survey, parts)


def _answer(request: Request, homes: Sequence[str], progress: Callable[[int, int], None]) -> tuple[Survey, list[Part]]:
    """In this process."""
    from gblint.tracing.analyst import Analyst, with_room

    def work() -> tuple[Survey, list[Part]]:
        analyst = Analyst(request)
        every = sorted({*homes, *analyst.survey.homes})
        parts = []
        for i, home in enumerate(every):
            parts.append(analyst.part(home))
            progress(i + 1, len(every))
        return analyst.survey, parts

    return with_room(work)
