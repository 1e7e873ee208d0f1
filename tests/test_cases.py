"""gblint against tests/cases: exactly the marked lines, with exactly the marked codes, notes told from breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_format import Case, find_cases, read_case

from gblint.diagnostics import Severity
from gblint.engine import check
from gblint.settings import load

Finding = tuple[str, int, str, bool]  # path, line, code, whether it is a note


def findings(case: Case) -> set[Finding]:
    """What gblint says about the case, linted from its folder for the release the cases were confirmed with."""
    paths = [case.target.name]
    report = check(paths, load(paths).over(entry=case.entries, torch_version="2.13", no_cache=True))
    assert not report.faults
    return {(d.path, d.span.line, d.code, d.severity is Severity.NOTE) for d in report.diagnostics}


def shown(finding: Finding) -> str:
    path, line, code, note = finding
    return f"{path}:{line} {code}{' (note)' if note else ''}"


@pytest.mark.parametrize("target", find_cases(), ids=lambda target: f"{target.parent.name}/{target.name}")
def test_gblint_finds_what_is_marked(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = read_case(target)
    monkeypatch.chdir(case.root)
    expected = {(e.path, e.line, e.code, e.note) for e in case.expected_of("gblint")}
    found = findings(case)
    faults = [f"missing: {shown(finding)}" for finding in sorted(expected - found)]
    faults += [f"not expected: {shown(finding)}" for finding in sorted(found - expected)]
    assert not faults, "\n" + "\n".join(faults)
