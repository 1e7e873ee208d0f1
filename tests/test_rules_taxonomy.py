"""One file with one function for each kind of break: gblint finds exactly its breaks, in each kind of region."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gblint.engine import check
from gblint.settings import load

TAXONOMY = Path(__file__).parent / "taxonomy.py"
MARK = re.compile(r"# (?P<severity>note |error )?(?P<codes>GB[L\d]\d+(?: GB\d+)*)$")


def test_exactly_its_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = set()
    for number, line in enumerate(TAXONOMY.read_text(encoding="utf-8").splitlines(), 1):
        if mark := MARK.search(line):
            severity = (mark["severity"] or "warning").strip()
            expected.update((number, code, severity) for code in mark["codes"].split())
    monkeypatch.chdir(TAXONOMY.parent)
    report = check([TAXONOMY.name], load([TAXONOMY.name]).over(torch_version="2.13", no_cache=True))
    assert {(d.span.line, d.code, d.severity.value) for d in report.diagnostics} == expected
