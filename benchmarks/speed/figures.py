"""From runs to figures, verdicts and the tables of the README. Nothing is measured here."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

MARKS = ("<!-- results -->", "<!-- end of results -->")
DIGITS = 4  # that results.json keeps
SHORTEST_STEP = 1.5  # in growth: a doubling that is not nearly one cannot be told from what is done once
BELOW, ABOVE, SAME = "<=", ">=", "the same"

Json = dict[str, Any]


@dataclass(frozen=True)
class Run:
    """One run of one command: seconds of wall clock and of CPU, MiB of its largest process, its output's digest."""

    wall: float
    cpu: float
    peak: float
    output: str = ""


@dataclass(frozen=True)
class Row:
    """All runs of one command: medians, and the largest peak."""

    name: str
    runs: int
    wall: float
    fastest: float
    slowest: float
    cpu: float
    peak: float

    @classmethod
    def of(cls, name: str, runs: Sequence[Run]) -> Row:
        walls = [run.wall for run in runs]
        return cls(
            name,
            runs=len(runs),
            wall=_rounded(median(walls)),
            fastest=_rounded(min(walls)),
            slowest=_rounded(max(walls)),
            cpu=_rounded(median(run.cpu for run in runs)),
            peak=_rounded(max(run.peak for run in runs)),
        )

    def cells(self) -> list[str]:
        wall = f"{shown(self.wall)} ({shown(self.fastest)}-{shown(self.slowest)})"
        return [self.name, str(self.runs), wall, shown(self.cpu), f"{self.peak:.0f}"]


@dataclass(frozen=True)
class Figure:
    """A measured figure and what must hold of it; ``limit`` None: nothing. With the sense SAME it is the number of
    different answers."""

    name: str
    value: float
    limit: float | None = None
    sense: str = BELOW
    unit: str = ""

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.sense == ABOVE else self.value <= self.limit

    def cells(self) -> list[str]:
        if self.sense == SAME:
            return [self.name, SAME if self.holds else "different", SAME, verdict(self)]
        bound = "-" if self.limit is None else f"{self.sense} {shown(self.limit)}{self.unit}"
        return [self.name, f"{shown(self.value)}{self.unit}", bound, verdict(self)]


@dataclass(frozen=True)
class Point:
    """One size of the case growth: the lines that the regions of that many files reach, and the time it takes."""

    files: int
    lines: int
    wall: float


@dataclass
class Result:
    """What a case came to. ``stopped``: why it has no figures; ``skipped``: because what it measures does not exist."""

    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    note: str = ""
    stopped: str = ""
    skipped: bool = False

    @classmethod
    def read(cls, stored: Json) -> Result:
        """The inverse of ``dataclasses.asdict``."""
        parts: dict[str, list[Any]] = {
            "rows": [Row(**row) for row in stored["rows"]],
            "figures": [Figure(**figure) for figure in stored["figures"]],
            "points": [Point(**point) for point in stored["points"]],
        }
        return cls(**{**stored, **parts})

    def failures(self) -> list[str]:
        """What does not hold."""
        if self.stopped:
            return [] if self.skipped else [self.stopped]
        return [" ".join(figure.cells()[:2]) for figure in self.figures if not figure.holds]


def _rounded(value: float) -> float:
    return round(value, DIGITS)


def shown(value: float) -> str:
    """Three digits, thousands marked: 0.0123, 1.23, 12.3, 12,345."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{min(max(2 - math.floor(math.log10(abs(value))), 0), DIGITS)}f}"


def verdict(figure: Figure) -> str:
    return "-" if figure.limit is None else "yes" if figure.holds else "**no**"


def ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """The median over the pairs of our wall time over theirs."""
    return _rounded(median(a.wall / b.wall for a, b in zip(ours, theirs, strict=True)))


def difference(ours: Sequence[Run], theirs: Sequence[Run]) -> float:
    """The median over the pairs of our wall time less theirs."""
    return _rounded(median(a.wall - b.wall for a, b in zip(ours, theirs, strict=True)))


def rate(lines: int, runs: Sequence[Run]) -> float:
    """Lines a second of the median run."""
    return _rounded(lines / median(run.wall for run in runs))


def same(name: str, runs: Iterable[Run]) -> Figure:
    """That all runs print the same."""
    return Figure(name, len({run.output for run in runs}), 1, SAME)


def slope(points: Sequence[Point]) -> float:
    """Of the straight line through the points' logarithms: 1 is time in proportion to lines. Raises ValueError for
    points that do not differ."""
    xs, ys = [math.log(p.lines) for p in points], [math.log(p.wall) for p in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((a - x) ** 2 for a in xs)
    if not spread:
        raise ValueError("one size has no slope")
    return _rounded(sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / spread)


def worst_doubling(points: Sequence[Point]) -> float:
    """The most that twice the lines cost between two neighbours. Neighbours are not exactly a doubling apart: the
    step's exponent is taken to hold for one. That says nothing of a short step, which is left out. Raises ValueError
    where none is left."""
    steps = [
        2 ** (math.log(b.wall / a.wall) / math.log(b.lines / a.lines))
        for a, b in pairwise(points)
        if b.lines >= SHORTEST_STEP * a.lines
    ]
    return _rounded(max(steps))


def sizes(lines: Sequence[int], steps: int = 8) -> list[int]:
    """Numbers of files, the last all of them, each with about half the lines of the one behind it. ``lines``: those of
    the first file, of the first two, and so on."""
    wanted = (lines[-1] / 2**step for step in range(steps)) if lines else ()
    return sorted({next(i for i, count in enumerate(lines, start=1) if count >= least) for least in wanted})


def reached_lines(regions: Iterable[Json], spans: Mapping[str, Mapping[int, int]], files: Iterable[str]) -> list[int]:
    """The distinct lines of all functions that ``gblint regions`` names for the regions of the first file, of the first
    two, and so on. ``spans``: file -> line of a def -> its last line."""
    homes: dict[str, list[Json]] = {}
    for region in regions:
        homes.setdefault(region["path"], []).extend(region["functions"])
    lines: dict[str, set[int]] = {}
    counts: list[int] = []
    for file in files:
        for function in homes.get(file, ()):
            first: int = function["line"]
            last = spans.get(function["path"], {}).get(first, first)
            lines.setdefault(function["path"], set()).update(range(first, last + 1))
        counts.append(sum(map(len, lines.values())))
    return counts


def dependants(regions: Iterable[Json], file: str) -> list[str]:
    """The files whose regions reach into a file, itself among them if it holds regions that do."""
    return sorted({r["path"] for r in regions if any(f["path"] == file for f in r["functions"])})


def helper(regions: Sequence[Json], inside: str, wanted: int) -> str:
    """Of the files that other files' regions reach, outside the folder ``inside``, the one whose number of dependants
    is closest to the one wanted. Raises ValueError if there is none."""
    users: dict[str, set[str]] = {}
    for region in regions:
        for path in {f["path"] for f in region["functions"]}:
            if not path.startswith(f"{inside}/"):
                users.setdefault(path, set()).add(region["path"])
    if not users:
        raise ValueError("no file is reached from another")
    return min(users, key=lambda path: (abs(len(users[path]) - wanted), path))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], left: int) -> str:
    """A table whose first ``left`` columns are text and the others numbers."""
    marks = ["---"] * left + ["---:"] * (len(head) - left)
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    lines.insert(1, f"|{'|'.join(marks)}|")
    return "\n".join(lines)


def render(stored: Json) -> str:
    """The generated part of the README, of what results.json holds."""
    if not stored["cases"]:
        return "Not measured yet."
    results = {name: Result.read(case) for name, case in stored["cases"].items()}
    bounds, runs, notes = [], [], []
    for name, result in results.items():
        bounds += [[name, *figure.cells()] for figure in result.figures]
        if result.stopped:
            bounds.append([name, result.stopped, "-", "-", "skipped" if result.skipped else "**no**"])
        runs += [[name, *row.cells()] for row in result.rows]
        if result.note:
            notes.append(f"- {name}: {result.note}")
    heads = ["case", "whole process", "runs", "wall s (fastest-slowest)", "CPU s", "peak MiB"]
    parts = [
        f"{stored['machine']}.",
        table(["case", "figure", "measured", "bound", "holds"], bounds, 2),
        table(heads, runs, 2) if runs else "",
        "\n".join(notes),
        growth(results),
    ]
    return "\n\n".join(filter(None, parts))


def growth(results: Mapping[str, Result]) -> str:
    """The table and the plot of the case growth, if it was measured."""
    points = results["growth"].points if "growth" in results else []
    if not points:
        return ""
    rows = [[f"{p.files:,}", f"{p.lines:,}", shown(p.wall), shown(p.lines / p.wall)] for p in points]
    numbers = table(["files", "reached lines", "wall s", "reached lines a second"], rows, 0)
    return f"{numbers}\n\n![Time against reached lines](growth.svg)"


def with_results(readme: str, generated: str) -> str:
    """The README with another generated part. Raises ValueError if the marks are gone."""
    start, end = map(re.escape, MARKS)
    renewed, count = re.subn(f"({start}\n).*?({end})", lambda m: f"{m[1]}\n{generated}\n\n{m[2]}", readme, flags=re.S)
    if count != 1:
        raise ValueError("the marks around the results are gone")
    return renewed


def merged(stored: Json, machine: str, results: Mapping[str, Result], order: Sequence[str]) -> Json:
    """What was stored, with new results in place of old ones. Raises ValueError if cases would stay that were
    measured on another machine or against other peers."""
    kept = {name: case for name, case in stored["cases"].items() if name not in results and name in order}
    if kept and stored["machine"] != machine:
        raise ValueError(f"{', '.join(kept)}: measured on another machine ({stored['machine']}); measure all cases")
    cases = {**kept, **{name: asdict(result) for name, result in results.items()}}
    return {"machine": machine, "cases": {name: cases[name] for name in order if name in cases}}


def dumped(stored: Json) -> str:
    return json.dumps(stored, indent=1) + "\n"
