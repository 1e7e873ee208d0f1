"""How far an analysis comes: the budget of steps of each region, and what the statistics count."""

from __future__ import annotations

from pathlib import Path

import pytest
from stand_in import write

from gblint import cli
from gblint.source.files import SourceFile
from gblint.tracing import Analysis, analyse

SOURCE = """\
import torch


def busy(x):
    n = x.item()
    a = x + 1; a = a * 2; a = a - 3; a = a / 4; a = a + 5; a = a * 6; a = a - 7; a = a / 8
    return a


def twice(x):
    return busy(x) + busy(x)


@torch.compile
def long(x: torch.Tensor):
    y = x.nonzero()
    y = twice(x)
    return y.item()


@torch.compile
def short(x: torch.Tensor):
    return busy(x)
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def linted(source: str, budget: int | None = None) -> Analysis:
    write(Path(), {"a.py": source})
    file = SourceFile.of(Path("a.py"))
    return analyse([file], roots=[Path.cwd()], entries=(), release="2.13", environment={}, budget=budget)


def found(analysis: Analysis) -> list[tuple[int, str, str]]:
    return [(d.span.line, d.code, d.region.name if d.region else "") for d in analysis.diagnostics]


def steps(source: str, region: str) -> int:
    return next(count for place, count in linted(source).statistics.slowest if place.name == region)


def test_a_spent_budget_is_one_note_where_it_was_spent_and_what_was_found_stays():
    whole = [(5, "GB0124", "short"), (16, "GB0036", "long"), (18, "GB0124", "long")]
    assert found(linted(SOURCE)) == whole
    analysis = linted(SOURCE, steps(SOURCE, "short") * 3 // 2)
    assert found(analysis) == [(5, "GB0124", "short"), (10, "GBL003", "long"), (16, "GB0036", "long")]
    [note] = [d for d in analysis.diagnostics if d.code == "GBL003"]
    assert (note.message, note.severity.value) == ("not fully analysed: too many steps in twice", "note")
    assert [region.name for region in analysis.statistics.cut] == ["long"]


def test_the_budget_of_a_region_does_not_depend_on_other_regions():
    alone = SOURCE[: SOURCE.index("@torch.compile\ndef short")]
    assert steps(alone, "long") == steps(SOURCE, "long")  # the second call of busy is charged like the first
    assert steps(SOURCE, "long") > 2 * steps(SOURCE, "short")
    for budget in range(steps(SOURCE, "short"), steps(SOURCE, "long") + 20, 20):
        assert [x for x in found(linted(SOURCE, budget)) if x[0] != 5] == [
            x for x in found(linted(alone, budget)) if x[0] != 5
        ]


def test_a_budget_that_a_region_keeps_to_cuts_nothing():
    analysis = linted(SOURCE, steps(SOURCE, "long"))
    assert not analysis.statistics.cut and "GBL003" not in {d.code for d in analysis.diagnostics}
    assert linted(SOURCE, steps(SOURCE, "long") - 1).statistics.cut


def test_statistics_count_the_calls_of_compiled_code():
    source = """\
import torch
from somewhere import other

def helper(x):
    return torch.relu(other(x))

@torch.compile
def step(x, f):
    for _ in range(2):
        helper(3)
    return helper(3) + f(x).sum()

print(other(torch.ones(len("abc"))))
"""
    numbers = linted(source).statistics
    # step: range is known, f unknown, and so is the sum of what it gives; helper is called twice, and traced once.
    assert (numbers.regions, numbers.functions, numbers.files) == (1, 2, 1)
    assert (numbers.resolved, numbers.known, numbers.unknown) == (2, 2, 3)
    assert [(region.name, count > 0) for region, count in numbers.slowest] == [("step", True)]


def test_statistics_leave_json_alone(capsys):
    write(Path(), {"a.py": SOURCE})
    assert cli.run(["--statistics", "--output-format", "json", "a.py"]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("[") and captured.out.endswith("]\n")
    assert captured.err.splitlines()[2:] == [
        "regions: 2, functions reached: 4, files parsed: 1",
        "calls in regions: 7: 4 gone into (57.1 %), 3 answered by facts (42.9 %), 0 unknown (0.0 %)",
        f"most steps: long (a.py:15) {steps(SOURCE, 'long')}; short (a.py:22) {steps(SOURCE, 'short')}",
        "regions cut by the budget: none",
    ]
