"""How often gblint is right on real libraries: compares it with what the real Dynamo did there.

    pip install --no-deps --target SITE -r benchmarks/accuracy/requirements.txt
    python benchmarks/accuracy/score.py --site SITE [--write] [--show N] [--library NAME]

gblint runs once in SITE with every target of the truth as an ``--entry``. What is counted, and what the figures mean,
is in the README beside this file; ``--write`` puts the tables there. Needs neither torch nor the libraries' own
dependencies.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import shlex
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
TRUTH = [HERE / "transformers.jsonl", HERE / "libs.jsonl"]
# Ids that Dynamo gives in addition at a place where it broke already: they say nothing of their own.
FOLLOW_UPS = frozenset({"GB4347", "GB8335", "GB0092"})
MAX_LINES = 5  # of a finding over several lines, those that count
MINIMA = ("recall", "recall-id", "precision", "reach")

Place = tuple[str, int]  # file, line
Json = dict[str, Any]


@dataclass
class Truth:
    """What Dynamo did: the ids scored and not scored at each place (None: an error without one); each file's traced
    lines."""

    scored: dict[Place, set[str | None]] = field(default_factory=lambda: defaultdict(set))
    unscored: dict[Place, set[str | None]] = field(default_factory=lambda: defaultdict(set))
    traced: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, records: Iterable[Json]) -> Truth:
        truth = cls()
        for record in records:
            for file, ranges in record["traced"].items():
                truth.traced[file] |= line_set(ranges)
            for b in record["breaks"]:
                aside = b["gb"] in FOLLOW_UPS or b.get("consequence") or b.get("at") or b.get("above")
                (truth.unscored if aside else truth.scored)[b["file"], b["line"]].add(b["gb"])
        return truth


@dataclass
class Score:
    """Places and findings sorted into right and wrong."""

    found: set[Place] = field(default_factory=set)
    named: set[Place] = field(default_factory=set)
    missed: list[str] = field(default_factory=list)
    right: list[Json] = field(default_factory=list)
    false: list[Json] = field(default_factory=list)
    unjudged: list[Json] = field(default_factory=list)


def line_set(ranges: str) -> set[int]:
    """{3, 4, 5, 9} of "3-5,9"."""
    lines: set[int] = set()
    for part in filter(None, ranges.split(",")):
        first, _, last = part.partition("-")
        lines.update(range(int(first), int(last or first) + 1))
    return lines


def lines_of(finding: Json) -> range:
    """The lines that a finding counts for."""
    first: int = finding["line"]
    return range(first, min(max(finding["end_line"], first), first + MAX_LINES - 1) + 1)


def judge(truth: Truth, predicted: Sequence[Json]) -> Score:
    """Sort break places and findings (errors and warnings) by what the truth says of them."""
    score = Score()
    by_line: dict[Place, list[Json]] = defaultdict(list)
    for d in predicted:
        for line in lines_of(d):
            by_line[d["path"], line].append(d)
    verdicts: dict[int, bool] = {}
    for place, codes in sorted(truth.scored.items()):
        here = by_line.get(place, [])
        given = {d["code"] for d in here}
        if here:
            score.found.add(place)
        if given & codes or (None in codes and here):
            score.named.add(place)
        else:
            got = f", gblint says {', '.join(sorted(given))}" if given else ""
            score.missed.append(f"{place[0]}:{place[1]} {', '.join(sorted(map(str, codes)))}{got}")
        allowed = codes | truth.unscored.get(place, set())
        for d in here:
            fits = d["code"] in allowed or None in codes or len(given) == 1
            verdicts[id(d)] = verdicts.get(id(d), False) or fits
    for d in predicted:
        start = (d["path"], d["line"])
        if id(d) not in verdicts and start not in truth.unscored and d["line"] in truth.traced.get(d["path"], ()):
            verdicts[id(d)] = False
        verdict = verdicts.get(id(d))
        (score.unjudged if verdict is None else score.right if verdict else score.false).append(d)
    return score


@dataclass
class Reach:
    """Functions: those that Dynamo went through, and those that gblint says it reaches."""

    traced: set[Place]
    said: set[Place]

    @cached_property
    def share(self) -> float:
        return len(self.traced & self.said) / max(len(self.traced), 1)


def reach(truth: Truth, regions: Sequence[Json], site: Path) -> Reach:
    traced = set()
    for file, lines in truth.traced.items():
        spans = function_spans(site / file)
        around = (max((s for s in spans if s[0] <= line <= s[1]), default=None) for line in lines)
        traced |= {(file, span[2]) for span in around if span is not None}
    said = {(plain(f["path"]), f["line"]) for region in regions for f in region["functions"]}
    return Reach(traced, said)


def function_spans(path: Path) -> list[tuple[int, int, int]]:
    """(first line, last line, line of the def) of each function, decorators included; none for what is no Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [
        (min([n.lineno, *(d.lineno for d in n.decorator_list)]), n.end_lineno or n.lineno, n.lineno) for n in functions
    ]


def run_gblint(command: str, arguments: Sequence[str], site: Path) -> list[Json]:
    """What its JSON says. Status 2 (a file that cannot be read) is no bar; no JSON is: SystemExit."""
    done = subprocess.run([*shlex.split(command), *arguments], cwd=site, capture_output=True, text=True)
    try:
        answer: list[Json] = json.loads(done.stdout)
    except ValueError:
        sys.exit(f"gblint exited with {done.returncode} and no JSON: {done.stderr[-1500:]}")
    return answer


def plain(path: str) -> str:
    return path.removeprefix("./")


def library(path: str) -> str:
    """The package that a file, or the module of a target, belongs to."""
    return re.split(r"[/.:]", path, maxsplit=1)[0]


def figures(truth: Truth, score: Score, of: str | None = None) -> Json:
    """The figures of all files, or of those of one library."""

    def ours(path: str) -> bool:
        return of is None or library(path) == of

    places = sum(ours(path) for path, _ in truth.scored)
    found, named = (sum(ours(path) for path, _ in s) for s in (score.found, score.named))
    right, false, unjudged = (sum(ours(d["path"]) for d in s) for s in (score.right, score.false, score.unjudged))
    return {
        "places": places,
        "recall": found / max(places, 1),
        "recall-id": named / max(places, 1),
        "precision": right / (right + false) if right + false else 1.0,
        "judged": right + false,
        "false": false,
        "unjudged": unjudged,
    }


def library_table(records: Sequence[Json], truth: Truth, score: Score) -> str:
    targets = Counter(library(record["target"]) for record in records)
    paths = [path for path, _ in truth.scored] + [d["path"] for d in (*score.right, *score.false, *score.unjudged)]
    lines = [
        "| library | targets | break places | recall | with the right id | precision | false / judged | unjudged |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name in [*sorted({*targets, *map(library, paths)}), None]:
        f = figures(truth, score, name)
        count = targets.get(name, 0) if name else len(records)
        recall = f"{f['recall']:.2f} | {f['recall-id']:.2f}" if f["places"] else "- | -"
        precision = f"{f['precision']:.2f}" if f["judged"] else "-"
        lines.append(
            f"| {name or '**all**'} | {count} | {f['places']} | {recall} | {precision} | {f['false']} / {f['judged']} "
            f"| {f['unjudged']} |"
        )
    return "\n".join(lines)


def id_table(truth: Truth, score: Score) -> str:
    places, found, named = Counter[str](), Counter[str](), Counter[str]()
    said = {(d["path"], line, d["code"]) for d in score.right for line in lines_of(d)}
    for place, codes in truth.scored.items():
        for code in codes:
            places[str(code or "no id")] += 1
            found[str(code or "no id")] += place in score.found
            named[str(code or "no id")] += place in score.named if code is None else (*place, code) in said
    false = Counter(d["code"] for d in score.false)
    lines = ["| id | break places | found | with this id | false findings |", "|---|---:|---:|---:|---:|"]
    for code in sorted({*places, *false}, key=lambda code: (-places[code], code)):
        lines.append(f"| {code} | {places[code]} | {found[code]} | {named[code]} | {false[code]} |")
    return "\n".join(lines)


def write(tables: str) -> None:
    """Put the tables between the two marks of the README. Raises ValueError if the marks are gone."""
    text = README.read_text(encoding="utf-8")
    renewed, count = re.subn(
        r"(<!-- results -->\n).*?(<!-- end of results -->)", lambda m: f"{m[1]}\n{tables}\n\n{m[2]}", text, flags=re.S
    )
    if count != 1:
        raise ValueError(f"{README}: the marks around the results are gone")
    README.write_text(renewed, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True, help="the folder with the packages of requirements.txt")
    parser.add_argument("--truth", type=Path, nargs="+", default=TRUTH)
    parser.add_argument("--gblint", default=f"{shlex.quote(sys.executable)} -m gblint", help="the command to score")
    parser.add_argument("--library", help="targets of this library only")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N missed places and N false findings")
    parser.add_argument("--write", action="store_true", help="put the tables into the README (of all libraries only)")
    for name in MINIMA:
        parser.add_argument(f"--min-{name}", type=float, default=0.0, help="exit with 1 below this")
    options = parser.parse_args()
    if options.write and options.library:
        parser.error("--write takes the figures of all libraries")

    lines = (line for file in options.truth for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    records = [r for r in map(json.loads, lines) if options.library in (None, library(r["target"]))]
    truth = Truth.of(records)
    arguments = ["--torch-version", "2.13", "--output-format", "json", "--no-cache"]
    for record in records:
        arguments += ["--entry", record["target"]]
    arguments += sorted({library(record["target"]) for record in records})
    findings = run_gblint(options.gblint, ["check", *arguments], options.site)
    predicted = [{**d, "path": plain(d["path"])} for d in findings if d["severity"] in ("error", "warning")]
    score = judge(truth, predicted)
    reached = reach(truth, run_gblint(options.gblint, ["regions", *arguments], options.site), options.site)

    total = figures(truth, score)
    summary = (
        f"{len(records)} targets, {total['places']} break places: recall {total['recall']:.3f}, with the right id "
        f"{total['recall-id']:.3f}; precision {total['precision']:.3f} ({total['false']} false of {total['judged']} "
        f"judged findings); {total['unjudged']} of {len(predicted)} findings unjudged; reach {reached.share:.3f} of "
        f"{len(reached.traced)} functions ({len(reached.said)} reached)."
    )
    tables = f"{summary}\n\n{library_table(records, truth, score)}\n\n{id_table(truth, score)}"
    print(tables)
    for line in score.missed[: options.show]:
        print("missed", line)
    for d in score.false[: options.show]:
        print(f"false  {d['path']}:{d['line']} {d['code']} {d['message'][:90]}")
    if options.write:
        write(tables)
    total["reach"] = reached.share
    return int(any(total[name] < getattr(options, f"min_{name}".replace("-", "_")) for name in MINIMA))


if __name__ == "__main__":
    sys.exit(main())
