"""Rules say which nodes they are to be shown: where they are shown all others too, the findings are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_format import find_cases, read_case
from test_cases import findings

from gblint.dynamo import facts
from gblint.rules import all_rules
from gblint.tracing import visitors


@pytest.mark.parametrize("target", find_cases(), ids=lambda target: f"{target.parent.name}/{target.name}")
def test_what_a_rule_is_not_shown_does_not_matter(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = read_case(target)
    monkeypatch.chdir(case.root)
    monkeypatch.setattr(visitors, "_KEYS", {})
    assert findings(case) == {(e.path, e.line, e.code, e.note) for e in case.expected_of("gblint")}


def test_the_names_that_rules_want_are_those_of_the_facts() -> None:
    """A call is known by the name that the facts use for it, so a rule that waits for another one sees nothing."""
    known = facts.load("2.13")
    for rule in all_rules():
        calls = rule.calls or frozenset()
        assert {name for name in calls if known.canonical(name) not in calls} == set(), type(rule).__name__
