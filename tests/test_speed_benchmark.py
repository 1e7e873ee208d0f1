"""benchmarks/speed: its arithmetic, its verdicts, what it reads and writes. Nothing is timed here."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks" / "speed"

pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no benchmarks in a source distribution"),
    pytest.mark.skipif(not hasattr(os, "wait4"), reason="measures with wait4"),
]


@pytest.fixture(scope="module")
def speed() -> Any:
    """The modules of the benchmark, which find each other as run.py does: by its own folder."""
    sys.path.insert(0, str(FOLDER))
    try:
        return SimpleNamespace(**{name: importlib.import_module(name) for name in ("figures", "run", "launch", "plot")})
    finally:
        sys.path.remove(str(FOLDER))


def runs(speed: Any, *walls: float, output: str = "") -> list[Any]:
    return [speed.figures.Run(wall, 2 * wall, 100 + wall, output) for wall in walls]


def test_a_row_has_medians_and_the_largest_peak(speed):
    row = speed.figures.Row.of("x", runs(speed, 3.0, 1.0, 2.0))
    assert (row.runs, row.wall, row.fastest, row.slowest, row.cpu, row.peak) == (3, 2.0, 1.0, 3.0, 4.0, 103.0)


def test_ratios_and_differences_are_taken_pair_by_pair(speed):
    ours, theirs = runs(speed, 1.0, 8.0, 3.0), runs(speed, 2.0, 4.0, 3.0)
    assert speed.figures.ratio(ours, theirs) == 1.0
    assert speed.figures.difference(ours, theirs) == 0.0
    assert speed.figures.rate(600, ours) == 200.0
    with pytest.raises(ValueError):
        speed.figures.ratio(ours, theirs[:2])


def test_verdicts(speed):
    f = speed.figures
    assert f.Figure("ratio", 1.0, 1.0).holds
    assert not f.Figure("ratio", 1.01, 1.0).holds
    assert f.Figure("rate", 15.0, 15, f.ABOVE).holds
    assert not f.Figure("rate", 14.9, 15, f.ABOVE).holds
    assert f.Figure("slope", 9.0).holds and f.verdict(f.Figure("slope", 9.0)) == "-"
    assert f.Figure("peak", 412.3, 400, unit=" MiB").cells() == ["peak", "412 MiB", "<= 400 MiB", "**no**"]
    assert f.same("answers", runs(speed, 1.0, 2.0, output="a")).holds
    differing = f.same("answers", runs(speed, 1.0, output="a") + runs(speed, 1.0, output="b"))
    assert differing.cells() == ["answers", "different", "the same", "**no**"]


def test_failures_name_what_does_not_hold(speed):
    f = speed.figures
    assert f.Result(figures=[f.Figure("a", 2.0, 1.0), f.Figure("b", 1.0, 2.0)]).failures() == ["a 2.00"]
    assert f.Result(stopped="over 900 s: x").failures() == ["over 900 s: x"]
    assert f.Result(stopped="this gblint has no --jobs", skipped=True).failures() == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.01234, "0.0123"), (0.5, "0.500"), (1, "1.00"), (12.34, "12.3"), (12345.6, "12,346"), (0, "0")],
)
def test_three_digits_are_shown(speed, value, text):
    assert speed.figures.shown(value) == text


def test_growth_figures(speed):
    f = speed.figures
    assert f.sizes([3, 10, 11, 30, 41, 80, 100]) == [1, 2, 4, 6, 7]  # at least 100, 50, 25, 12.5, ... lines
    assert f.sizes([]) == []
    points = [f.Point(n, 100 * n, 0.5 * n) for n in (1, 2, 4)]
    assert (f.slope(points), f.worst_doubling(points)) == (1.0, 2.0)
    # Four times the lines in nine times the time: three times for each doubling.
    assert f.worst_doubling([f.Point(1, 100, 1.0), f.Point(2, 400, 9.0)]) == 3.0
    assert f.worst_doubling([f.Point(1, 90, 0.1), f.Point(2, 100, 1.0), f.Point(4, 200, 2.0)]) == 2.0
    with pytest.raises(ValueError):
        f.slope(points[:1])


REGIONS = [
    {"path": "m/a.py", "functions": [{"path": "m/a.py", "line": 3}, {"path": "h.py", "line": 1}]},
    {"path": "m/b.py", "functions": [{"path": "m/b.py", "line": 1}, {"path": "h.py", "line": 1}]},
    {"path": "m/b.py", "functions": [{"path": "g.py", "line": 1}]},
]


def test_reached_lines_count_once(speed):
    spans = {"m/a.py": {3: 6}, "h.py": {1: 10}, "m/b.py": {1: 1}, "g.py": {}}
    assert speed.figures.reached_lines(REGIONS, spans, ["m/a.py", "m/none.py", "m/b.py"]) == [14, 14, 16]


def test_dependants_and_the_helper(speed):
    assert speed.figures.dependants(REGIONS, "h.py") == ["m/a.py", "m/b.py"]
    assert speed.figures.helper(REGIONS, "m", 20) == "h.py"
    assert speed.figures.helper(REGIONS, "m", 1) == "g.py"
    with pytest.raises(ValueError):
        speed.figures.helper([], "m", 1)


def test_spans_of_functions(speed, tmp_path):
    path = tmp_path / "a.py"
    path.write_text("@d\ndef f():\n    def g():\n        pass\n    return g\n")
    assert speed.run.function_spans(path) == {2: 5, 3: 4}


def test_results_are_stored_and_merged(speed):
    f = speed.figures
    one = f.Result([f.Row.of("x", runs(speed, 1.0))], [f.Figure("a", 1.0, 2.0)], [f.Point(1, 2, 3.0)], "a note")
    stored = f.merged({"machine": "", "cases": {}}, "2 cores", {"b": one}, ["a", "b"])
    stored = json.loads(f.dumped(stored))
    assert f.Result.read(stored["cases"]["b"]) == one
    both = f.merged(stored, "2 cores", {"a": f.Result(stopped="over 9 s: y")}, ["a", "b"])
    assert list(both["cases"]) == ["a", "b"]
    with pytest.raises(ValueError, match="another machine"):
        f.merged(stored, "4 cores", {"a": one}, ["a", "b"])
    text = f.render(both)
    assert "| a | over 9 s: y | - | - | **no** |" in text
    assert "| b | a | 1.00 | <= 2.00 | yes |" in text
    assert "growth.svg" not in text


def test_the_readme_is_what_the_results_say(speed):
    readme = speed.run.README.read_text(encoding="utf-8")
    stored = json.loads(speed.run.STORED.read_text(encoding="utf-8"))
    assert speed.figures.with_results(readme, speed.figures.render(stored)) == readme
    assert all(f"\n| {name} |" in readme for name in speed.run.CASES)
    with pytest.raises(ValueError, match="marks"):
        speed.figures.with_results("no marks", "")


def test_nothing_in_the_copy_can_hold_a_region(speed):
    words = speed.run.WITHOUT_REGIONS
    assert all(len(word) == len(other) and word not in other for word, other in words.items())


def test_paths_hold_wherever_a_process_runs(speed, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "src")
    assert speed.run.environ()["PYTHONPATH"] == os.path.abspath("src")
    assert "PYTHONPATH" not in speed.run.environ(peer=True)


def test_pins_are_read(speed):
    assert list(speed.run.pinned(speed.run.REQUIREMENTS)) == ["ruff", "torchfix", "libcst"]
    assert "transformers" in speed.run.pinned(speed.run.SITE_REQUIREMENTS)


def bench(speed: Any, folder: Path, timeout: float = 60.0) -> Any:
    return speed.run.Bench(folder, folder, 2, 1, timeout, None)


def python(speed: Any, folder: Path, code: str) -> Any:
    return speed.run.Command("python", (sys.executable, "-c", code), folder, dict(os.environ))


def test_a_process_is_measured(speed, tmp_path):
    ran, out = bench(speed, tmp_path).once(python(speed, tmp_path, "print('hello')"))
    assert out.read_text() == "hello\n"
    assert ran.cpu > 0 and ran.wall > 0 and 1 < ran.peak < 1000


def test_a_run_over_the_limit_or_a_failing_one_stops_the_case(speed, tmp_path):
    def stopped(code: str, timeout: float) -> str:
        def case(_: Any) -> Any:
            bench(speed, tmp_path, timeout).once(python(speed, tmp_path, code))
            return speed.figures.Result()

        text: str = speed.run.attempt(case, None).stopped
        return text

    assert stopped("import time; time.sleep(60)", 0.2) == "over 0 s: python"
    assert stopped("raise SystemExit('a | b')", 60.0) == ""  # status 1: findings
    assert stopped("import sys; print('a | b', file=sys.stderr); sys.exit(2)", 60.0) == "python: exit status 2: a / b"


def test_commands_run_by_turns_after_a_round_that_does_not_count(speed, tmp_path):
    log = tmp_path / "log"
    commands = [python(speed, tmp_path, f"open({str(log)!r}, 'a').write({name!r})") for name in "AB"]
    result = bench(speed, tmp_path).paired(*commands, before=lambda: log.open("a").write("-") and None)
    assert [len(of) for of in result] == [2, 2]
    assert log.read_text() == "-AB-AB-AB"


def test_an_option_that_gblint_lacks_is_no_failure(speed, tmp_path):
    lacking = bench(speed, tmp_path)
    lacking.flags = "--no-cache"
    result = speed.run.attempt(speed.run.jobs, lacking)
    assert (result.stopped, result.skipped) == ("this gblint has no --jobs", True)


def test_the_plot_is_the_same_each_time(speed, tmp_path):
    pytest.importorskip("matplotlib")
    points = [speed.figures.Point(n, 100 * n, 0.5 * n) for n in (1, 10, 100)]
    for name in ("a.svg", "b.svg"):
        speed.plot.draw(points, tmp_path / name)
    drawn = (tmp_path / "a.svg").read_bytes()
    assert drawn == (tmp_path / "b.svg").read_bytes() and b"<dc:date>" not in drawn
