"""The scorer of benchmarks/accuracy: what counts as found, right, false and unjudged."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

SCORER = Path(__file__).resolve().parent.parent / "benchmarks" / "accuracy" / "score.py"

pytestmark = pytest.mark.skipif(not SCORER.is_file(), reason="no benchmarks in a source distribution")


@pytest.fixture(scope="module")
def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("accuracy_score", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["accuracy_score"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def finding(line: int, code: str, end_line: int = 0, path: str = "lib/a.py") -> dict[str, Any]:
    return {"path": path, "line": line, "end_line": end_line or line, "code": code, "message": ""}


def judged(scorer: Any, breaks: list[dict[str, Any]], *found: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The score, and its figures, for one target of which lines 1 to 20 were traced."""
    breaks = [{"file": "lib/a.py", **b} for b in breaks]
    truth = scorer.Truth.of([{"target": "lib.a:f", "breaks": breaks, "traced": {"lib/a.py": "1-18,19,20"}}])
    score = scorer.judge(truth, found)
    return score, scorer.figures(truth, score)


def test_found_with_the_right_id(scorer):
    _, figures = judged(scorer, [{"line": 3, "gb": "GB0124"}], finding(3, "GB0124"))
    assert (figures["recall"], figures["recall-id"], figures["precision"], figures["judged"]) == (1, 1, 1, 1)


def test_the_only_id_given_is_forgiven_in_precision_alone(scorer):
    score, figures = judged(scorer, [{"line": 3, "gb": "GB0124"}], finding(3, "GB0033"))
    assert (figures["recall"], figures["recall-id"], figures["precision"]) == (1, 0, 1)
    assert score.missed == ["lib/a.py:3 GB0124, gblint says GB0033"]


def test_a_second_wrong_id_at_a_place_is_false(scorer):
    _, figures = judged(scorer, [{"line": 3, "gb": "GB0124"}], finding(3, "GB0124"), finding(3, "GB0033"))
    assert (figures["precision"], figures["false"]) == (0.5, 1)


def test_traced_lines_are_clean_and_others_unknown(scorer):
    _, figures = judged(scorer, [], finding(19, "GB0124"), finding(30, "GB0124"), finding(1, "GB0124", path="lib/b.py"))
    assert (figures["false"], figures["unjudged"], figures["places"]) == (1, 2, 0)


def test_a_finding_counts_for_its_first_five_lines(scorer):
    breaks = [{"line": 8, "gb": "GB0124"}, {"line": 9, "gb": "GB0124"}]
    score, _ = judged(scorer, breaks, finding(4, "GB0124", end_line=12))
    assert score.found == {("lib/a.py", 8)}


def test_what_is_not_scored_is_neither_missed_nor_false(scorer):
    reasons = [{"gb": "GB4347"}, {"gb": "GB0007", "consequence": True}, {"gb": "GB0007", "at": "x"}]
    breaks = [{"line": line, **reason} for line, reason in enumerate(reasons, start=3)]
    score, figures = judged(scorer, breaks, finding(4, "GB0124"))
    assert figures["places"] == 0 and not score.missed and not score.false and len(score.unjudged) == 1


def test_an_error_without_an_id_takes_any(scorer):
    _, figures = judged(scorer, [{"line": 3, "gb": None}], finding(3, "GBL001"), finding(3, "GB0033"))
    assert (figures["recall-id"], figures["precision"]) == (1, 1)


def test_tables_name_libraries_and_ids(scorer):
    breaks = [{"file": "lib/a.py", "line": 3, "gb": "GB0124"}]
    records = [{"target": "lib.a:f", "breaks": breaks, "traced": {"lib/a.py": "1-9"}}]
    truth = scorer.Truth.of(records)
    score = scorer.judge(truth, [finding(3, "GB0124"), finding(4, "GB0059")])
    assert "| lib | 1 | 1 | 1.00 | 1.00 | 0.50 | 1 / 2 | 0 |" in scorer.library_table(records, truth, score)
    rows = scorer.id_table(truth, score).splitlines()[2:]
    assert rows == ["| GB0124 | 1 | 1 | 1 | 0 |", "| GB0059 | 0 | 0 | 0 | 1 |"]
