"""How fast gblint is, beside ruff and TorchFix, as whole processes in paired runs.

    python benchmarks/speed/run.py --site SITE [--write] [--only CASE ...] [--runs N] [--timeout S] [--peers VENV]

gblint is the one of the running interpreter (``-m gblint``, with PYTHONPATH). The cases, and how they are measured, are
described in the README beside this file; ``--write`` puts the figures and the plot there. Exit status 0 if all bounds
hold, else 1, naming those that do not.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from figures import (
    ABOVE,
    Figure,
    Json,
    Point,
    Result,
    Row,
    Run,
    dependants,
    difference,
    dumped,
    helper,
    merged,
    rate,
    ratio,
    reached_lines,
    render,
    same,
    sizes,
    slope,
    with_results,
    worst_doubling,
)

HERE = Path(__file__).resolve().parent
README, STORED, PLOT = HERE / "README.md", HERE / "results.json", HERE / "growth.svg"
REQUIREMENTS = HERE / "requirements.txt"
SITE_REQUIREMENTS = HERE.parent / "accuracy" / "requirements.txt"
MODELS = "transformers/models"
MODELING = f"{MODELS}/*/modeling_*.py"
# What a region needs in its file, written so that none is left. Same lengths: ruff reads as many bytes.
WITHOUT_REGIONS = {b"compile": b"compi1e", b"_dynamo": b"_dynam0", b"export": b"exp0rt"}
PEER_FILES = 60  # that TorchFix is timed on
DEPENDANTS = 20  # about as many files use the helper that is changed
WARM = 0.3  # seconds
BUSY = 0.3  # load a core, above which measuring makes little sense
LAUNCHER_SLACK = 60  # seconds beyond the limit until the launcher itself is given up


class Stopped(Exception):
    """A case cannot give its figures. ``skipped``: what it measures does not exist here."""

    def __init__(self, reason: str, skipped: bool = False) -> None:
        super().__init__(reason)
        self.skipped = skipped


@dataclass(frozen=True)
class Command:
    """A process to run. ``statuses``: the exit statuses that are no failure."""

    name: str
    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]
    stdin: Path | None = None
    statuses: tuple[int, ...] = (0, 1)


@dataclass
class Bench:
    """What the cases run with. ``scratch`` is theirs to fill."""

    site: Path
    scratch: Path
    runs: int
    heavy_runs: int
    timeout: float
    given_peers: Path | None

    @cached_property
    def peers(self) -> Path:
        """The bin folder of the peers' environment, made if none was given. Raises SystemExit if it is unfit."""
        return environment(self.given_peers)

    @cached_property
    def flags(self) -> str:
        done = subprocess.run([*GBLINT, "check", "--help"], env=environ(), capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"gblint does not run: {done.stderr[-1500:]}")
        return done.stdout

    @cached_property
    def lines(self) -> int:
        return sum(path.read_bytes().count(b"\n") for path in (self.site / MODELS).rglob("*.py"))

    @cached_property
    def modeling(self) -> list[str]:
        return sorted(path.relative_to(self.site).as_posix() for path in self.site.glob(MODELING))

    def need(self, *flags: str) -> None:
        """Raises Stopped if gblint lacks one of the options."""
        for flag in flags:
            if not re.search(rf"{flag}\b", self.flags):
                raise Stopped(f"this gblint has no {flag}", skipped=True)

    def gblint(
        self,
        name: str,
        *arguments: str,
        command: str = "check",
        cache: Path | None = None,
        cwd: Path | None = None,
        stdin: Path | None = None,
    ) -> Command:
        cached = ("--cache-dir", str(cache)) if cache else ("--no-cache",)
        argv = (*GBLINT, command, *cached, *arguments)
        return Command(f"gblint, {name}", argv, cwd or self.site, environ(), stdin)

    def ruff(self, cwd: Path) -> Command:
        argv = (str(self.peers / "ruff"), "check", "--no-cache", "--isolated", MODELS)
        return Command("ruff check --no-cache", argv, cwd, environ(peer=True))

    def once(self, command: Command) -> tuple[Run, Path]:
        """Run it; also where its standard output lies until the next run. Raises Stopped."""
        out, err = self.scratch / "stdout", self.scratch / "stderr"
        request = {
            "argv": command.argv,
            "cwd": str(command.cwd),
            "env": dict(command.env),
            "stdin": command.stdin and str(command.stdin),
            "stdout": str(out),
            "stderr": str(err),
            "limit": self.timeout,
        }
        launcher = [sys.executable, "-I", str(HERE / "launch.py")]
        limit = self.timeout + LAUNCHER_SLACK
        done = subprocess.run(launcher, input=json.dumps(request), capture_output=True, text=True, timeout=limit)
        if done.returncode:
            raise Stopped(f"{command.name}: {done.stderr.strip()[-300:]}")
        took = json.loads(done.stdout)
        if took["over"]:
            raise Stopped(f"over {self.timeout:.0f} s: {command.name}")
        said = one_line(err.read_text(encoding="utf-8", errors="replace"))[-300:]
        if took["status"] not in command.statuses or "No Python files" in said:  # ruff, where git ignores SITE
            raise Stopped(f"{command.name}: exit status {took['status']}: {said}")
        digest = hashlib.sha256(out.read_bytes()).hexdigest()
        return Run(took["wall"], took["cpu"], took["peak"], digest), out

    def paired(
        self, *commands: Command, heavy: bool = False, before: Callable[[], None] = lambda: None
    ) -> list[list[Run]]:
        """Run the commands by turns, A B A B ..., after a round that is not counted; the runs of each. ``before``
        is called before each round. Raises Stopped."""
        rounds = []
        for _ in range(1 + (self.heavy_runs if heavy else self.runs)):
            before()
            rounds.append([self.once(command)[0] for command in commands])
        return [list(runs) for runs in zip(*rounds[1:], strict=True)]

    def regions(self, *arguments: str, cwd: Path | None = None) -> list[Json]:
        """What ``gblint regions`` says. Raises Stopped."""
        _, out = self.once(self.gblint("regions", "--output-format", "json", *arguments, command="regions", cwd=cwd))
        said: list[Json] = json.loads(out.read_text(encoding="utf-8"))
        return said

    def copy(self, name: str, folder: str, change: Callable[[bytes], bytes] = bytes) -> Path:
        """A fresh copy of the Python files of a folder of the site; the folder that stands for the site."""
        top = self.scratch / name
        shutil.rmtree(top, ignore_errors=True)
        for path in sorted((self.site / folder).rglob("*.py")):
            target = top / path.relative_to(self.site)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(change(path.read_bytes()))
        return top


def few_regions(bench: Bench) -> Result:
    """The models as they are, beside ruff."""
    return beside_ruff(bench, bench.site, 1.0)


def no_region(bench: Bench) -> Result:
    """The models without a word that could make a region, beside ruff."""

    def change(data: bytes) -> bytes:
        return re.sub(b"|".join(WITHOUT_REGIONS), lambda m: WITHOUT_REGIONS[m[0]], data)

    return beside_ruff(bench, bench.copy("no-region", MODELS, change), 0.5)


def beside_ruff(bench: Bench, cwd: Path, limit: float) -> Result:
    ruff, gblint = commands = bench.ruff(cwd), bench.gblint("the models", MODELS, cwd=cwd)
    theirs, ours = bench.paired(*commands)
    return Result(
        [Row.of(gblint.name, ours), Row.of(ruff.name, theirs)],
        [Figure("wall time over ruff's", ratio(ours, theirs), limit)],
    )


def all_compiled(bench: Bench) -> Result:
    """Every nn.Module class of the models taken for compiled."""
    command = bench.gblint("the models, all compiled", MODELS, "--assume-compiled")
    (runs,) = bench.paired(command, heavy=True)
    row = Row.of(command.name, runs)
    figures = [
        Figure("lines a second", rate(bench.lines, runs), 12_000, ABOVE),
        Figure("peak of a process", row.peak, 400, unit=" MiB"),
    ]
    return Result([row], figures, note=f"{bench.lines:,} lines, of which the regions reach a part")


def torchfix(bench: Bench) -> Result:
    """The first modeling files, all compiled, beside TorchFix."""
    files = bench.modeling[:PEER_FILES]
    lines = sum((bench.site / file).read_bytes().count(b"\n") for file in files)
    argv = (str(bench.peers / "torchfix"), *files)
    peer = Command("torchfix", argv, bench.site, environ(peer=True))
    gblint = bench.gblint(f"{len(files)} modeling files, all compiled", *files, "--assume-compiled")
    theirs, ours = bench.paired(peer, gblint, heavy=True)
    return Result(
        [Row.of(gblint.name, ours), Row.of(peer.name, theirs)],
        [
            Figure("rate over TorchFix's", ratio(theirs, ours), 15, ABOVE),
            Figure("gblint's lines a second", rate(lines, ours)),
            Figure("TorchFix's lines a second", rate(lines, theirs)),
        ],
        note=f"{lines:,} lines",
    )


def warm(bench: Bench) -> Result:
    """Second runs with a cache: nothing changed, a model file changed, a helper changed."""
    bench.need("--cache-dir")
    tree, cache = bench.copy("warm", "transformers"), bench.scratch / "cache"
    model = bench.modeling[0]
    regions = bench.regions(MODELS, "--assume-compiled", cwd=tree)
    result = Result()

    def edit(file: str) -> Callable[[], None]:
        def append() -> None:
            with (tree / file).open("a", encoding="utf-8") as stream:
                stream.write("# one more line\n")

        return append

    def compare(label: str, *arguments: str, heavy: bool = False) -> None:
        """The cold answer, then nothing changed, then the model file changed."""
        shutil.rmtree(cache, ignore_errors=True)
        cold, _ = bench.once(bench.gblint("", *arguments, cwd=tree))
        again = bench.gblint(f"{label}, warm", *arguments, cache=cache, cwd=tree)
        (runs,) = bench.paired(again)
        result.rows.append(Row.of(again.name, runs))
        result.figures += [
            Figure(f"{label}: nothing changed", result.rows[-1].wall, WARM, unit=" s"),
            same(f"{label}: answers, cold and warm", [cold, *runs]),
        ]

    def changed(label: str, file: str, using: Sequence[str], *arguments: str) -> None:
        after = bench.gblint(f"{label}, {file} changed", *arguments, cache=cache, cwd=tree)
        if not using:
            (runs,) = bench.paired(after, before=edit(file))
            limit = Figure(f"{label}: a file changed", Row.of("", runs).wall, WARM, unit=" s")
        else:
            alone = bench.gblint(f"its dependants alone, cold ({len(using)} files)", *using, *arguments[1:], cwd=tree)
            runs, apart = bench.paired(after, alone, before=edit(file))
            name = f"{label}: a file changed, beyond its dependants ({len(using)})"
            limit = Figure(name, difference(runs, apart), WARM, unit=" s")
        result.rows.append(Row.of(after.name, runs))
        if using:
            result.rows.append(Row.of(alone.name, apart))
        cold, _ = bench.once(bench.gblint("", *arguments, cwd=tree))
        result.figures += [limit, same(f"{label}: answers after it, cold and warm", [cold, runs[-1]])]

    compare("the models", MODELS)
    changed("the models", model, [], MODELS)
    compare("all compiled", MODELS, "--assume-compiled")
    for file in (model, helper(regions, MODELS, DEPENDANTS)):
        changed("all compiled", file, dependants(regions, file), MODELS, "--assume-compiled")
    return result


def one_file(bench: Bench) -> Result:
    """One file with one region, named and through standard input."""
    folder = bench.scratch / "one-file"
    folder.mkdir(exist_ok=True)
    path = Path(shutil.copy(HERE / "one_region.py", folder))
    named = bench.gblint("one file", path.name, cwd=folder)
    piped = bench.gblint("standard input", "-", "--stdin-filename", path.name, cwd=folder, stdin=path)
    nothing = Command("python -c pass", (sys.executable, "-c", "pass"), folder, environ())
    bare, files, pipes = bench.paired(nothing, named, piped)
    rows = [Row.of(named.name, files), Row.of(piped.name, pipes), Row.of(nothing.name, bare)]
    return Result(
        rows,
        [
            Figure("one file", rows[0].wall, 0.5, unit=" s"),
            Figure("standard input", rows[1].wall, 0.5, unit=" s"),
            same("answers, named and piped", [*files, *pipes]),
        ],
    )


def growth(bench: Bench) -> Result:
    """The first modeling files, all compiled: as many as double the lines that the regions reach."""
    one_process = ("--jobs", "1") if "--jobs" in bench.flags else ()
    regions = bench.regions(*bench.modeling, "--assume-compiled")
    paths = {function["path"] for region in regions for function in region["functions"]}
    lines = reached_lines(regions, {path: function_spans(bench.site / path) for path in paths}, bench.modeling)
    counts = sizes(lines)
    if len(counts) < 2:
        raise Stopped("too few modeling files in SITE")
    commands = [
        bench.gblint(f"{count} modeling files", *bench.modeling[:count], *one_process, "--assume-compiled")
        for count in counts
    ]
    rows = [Row.of(c.name, runs) for c, runs in zip(commands, bench.paired(*commands, heavy=True), strict=True)]
    points = [Point(count, lines[count - 1], row.wall) for count, row in zip(counts, rows, strict=True)]
    return Result(
        rows,
        [Figure("cost of twice the lines, at worst", worst_doubling(points), 2.2), Figure("slope", slope(points))],
        points,
    )


def jobs(bench: Bench) -> Result:
    """The models, all compiled, in one process and in two."""
    bench.need("--jobs")
    one, two = (
        bench.gblint(f"all compiled, --jobs {count}", MODELS, "--jobs", count, "--assume-compiled") for count in "12"
    )
    alone, together = bench.paired(one, two, heavy=True)
    return Result(
        [Row.of(one.name, alone), Row.of(two.name, together)],
        [Figure("two jobs over one", ratio(together, alone)), same("answers of one job and of two", alone + together)],
    )


CASES: dict[str, Callable[[Bench], Result]] = {
    "few-regions": few_regions,
    "no-region": no_region,
    "all-compiled": all_compiled,
    "torchfix": torchfix,
    "warm": warm,
    "one-file": one_file,
    "growth": growth,
    "jobs": jobs,
}
GBLINT = (sys.executable, "-m", "gblint")


def function_spans(path: Path) -> dict[int, int]:
    """Line of the def -> last line, of all functions of a file."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    nodes = (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, functions))
    return {node.lineno: node.end_lineno or node.lineno for node in nodes}


def environ(peer: bool = False) -> dict[str, str]:
    """The environment of a measured process: PYTHONPATH holds wherever it runs, and is none of a peer's business.

    Byte code is written: what pip installs has it, and an editable gblint is to be measured as it is installed.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = env.pop("PYTHONPATH", "")
    if path and not peer:
        env["PYTHONPATH"] = os.pathsep.join(os.path.abspath(part) for part in path.split(os.pathsep) if part)
    return env


def one_line(text: str) -> str:
    """Text as it can stand in a table."""
    return " ".join(text.replace("|", "/").split())


def pinned(requirements: Path) -> dict[str, str]:
    """Name -> version, of a file of ``name==version`` lines."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return dict(line.strip().lower().split("==", 1) for line in lines if "==" in line and line[0] != "#")


def environment(given: Path | None) -> Path:
    """The bin folder of the environment with the peers: the one given, else one in the user's cache folder, made on
    first use. Raises SystemExit if it lacks a pinned release."""
    pins = pinned(REQUIREMENTS)
    top = given
    if top is None:
        key = hashlib.sha256(repr((sorted(pins.items()), sys.version)).encode()).hexdigest()[:12]
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        top = base / "gblint-benchmarks" / f"peers-{key}"
        if not (top / "complete").exists():
            print(f"making {top}", file=sys.stderr)
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(top)], check=True)
            pip = [str(top / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(REQUIREMENTS)]
            subprocess.run(pip, env=environ(peer=True), check=True)
            (top / "complete").touch()
    folder = top.resolve() / "bin"
    code = f"from importlib.metadata import version as v; print(*(v(n) for n in {list(pins)}))"
    done = subprocess.run([folder / "python", "-c", code], env=environ(peer=True), capture_output=True, text=True)
    if done.stdout.split() != list(pins.values()):
        sys.exit(f"{top} lacks what requirements.txt pins: {done.stdout or done.stderr[-300:]}")
    return folder


def machine() -> str:
    """What the figures depend on, in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    pins = pinned(REQUIREMENTS)
    return (
        f"{cores} cores, {platform.system()} {platform.machine()}, {platform.python_implementation()} "
        f"{platform.python_version()}; ruff {pins['ruff']}, TorchFix {pins['torchfix']}; "
        f"transformers {pinned(SITE_REQUIREMENTS)['transformers']}"
    )


def attempt(case: Callable[[Bench], Result], bench: Bench) -> Result:
    """What a case comes to, its failure included."""
    try:
        return case(bench)
    except Stopped as stop:
        return Result(stopped=str(stop), skipped=stop.skipped)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return Result(stopped=one_line(f"{type(error).__name__}: {error}")[:300])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, required=True, help="the folder with the transformers package")
    parser.add_argument("--only", nargs="+", choices=CASES, metavar="CASE", help=f"of {', '.join(CASES)}")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="counted runs of a command (default 7)")
    parser.add_argument("--heavy-runs", type=int, metavar="N", help="in cases of minutes (default: half as many)")
    parser.add_argument("--timeout", type=float, default=900.0, metavar="S", help="seconds a run may take")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="an environment with requirements.txt in it")
    parser.add_argument("--write", action="store_true", help="put the figures of these cases into the README")
    options = parser.parse_args()
    heavy_runs = options.heavy_runs or (options.runs + 1) // 2
    if options.runs < 1 or heavy_runs < 1:
        parser.error("at least one run")
    site = options.site.resolve()
    release = pinned(SITE_REQUIREMENTS)["transformers"]
    if not (site / MODELS).is_dir():
        parser.error(f"{site} holds no {MODELS}")
    if options.write and not (site / f"transformers-{release}.dist-info").is_dir():
        parser.error(f"--write takes figures on transformers {release}")
    if options.write and importlib.util.find_spec("matplotlib") is None:
        parser.error("--write draws a plot: pip install -e '.[bench]'")

    with tempfile.TemporaryDirectory(prefix="gblint-speed-") as scratch:
        bench = Bench(site, Path(scratch), options.runs, heavy_runs, options.timeout, options.peers)
        results = {}
        if os.getloadavg()[0] > BUSY * (os.cpu_count() or 1):
            print("this machine is busy with something else: the figures will be too high", file=sys.stderr)
        for name in [name for name in CASES if name in (options.only or CASES)]:
            print(f"{name} ...", file=sys.stderr, flush=True)
            results[name] = attempt(CASES[name], bench)
    here = machine()
    print(render(merged({"machine": here, "cases": {}}, here, results, list(CASES))))
    if options.write:
        write(here, results)
    failures = [f"{name}: {failure}" for name, result in results.items() for failure in result.failures()]
    for failure in failures:
        print(f"does not hold: {failure}", file=sys.stderr)
    return int(bool(failures))


def write(here: str, results: Mapping[str, Result]) -> None:
    """Put the results into results.json, the README and the plot. Raises ValueError; see `merged`, `with_results`."""
    from plot import draw

    stored = merged(json.loads(STORED.read_text(encoding="utf-8")), here, results, list(CASES))
    readme = with_results(README.read_text(encoding="utf-8"), render(stored))
    if "growth" in results and results["growth"].points:
        draw(results["growth"].points, PLOT)
    STORED.write_text(dumped(stored), encoding="utf-8")
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
