"""Shared by all tests: the count of known differences between gblint and Dynamo, printed at the end of a session."""

from __future__ import annotations

from typing import Any

import pytest
from case_format import CaseError, find_cases, read_case


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print how many expectations hold for only one of gblint and the real Dynamo, when cases were tested."""
    ran = [report for reports in terminalreporter.stats.values() for report in reports if hasattr(report, "nodeid")]
    if not any("test_cases" in report.nodeid for report in ran):
        return
    try:
        cases = [read_case(target) for target in find_cases()]
    except CaseError as error:
        terminalreporter.write_line(f"cases: {error}")
        return
    known = [(case, e) for case in cases for e in case.known_differences]
    terminalreporter.write_line(f"{len(cases)} cases, {len(known)} known differences between gblint and Dynamo")
    if config.get_verbosity() > 0:
        for case, e in known:
            terminalreporter.write_line(f"  {case.root.name}/{e.path}:{e.line} {e.code} ({e.side} only: {e.reason})")
