"""``path:line:column: GB0124 message``, one line a finding: flake8's shape, which every editor can read."""

from __future__ import annotations

from gblint.diagnostics import Diagnostic
from gblint.engine import Report
from gblint.output import escaped, one_line


def line(finding: Diagnostic) -> str:
    """One finding on one line, without the line feed."""
    start = finding.span
    return f"{escaped(finding.path)}:{start.line}:{start.column}: {finding.code} {one_line(finding.message)}"


def render(report: Report) -> str:
    return "".join(f"{line(finding)}\n" for finding in report.diagnostics)
