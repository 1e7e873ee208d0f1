"""One JSON array of objects: the format that other programs rely on. Keys are only ever added."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from gblint.diagnostics import Diagnostic
from gblint.dynamo import registry
from gblint.engine import Report


def render(report: Report) -> str:
    return dump(_finding(finding) for finding in report.diagnostics)


def render_regions(report: Report) -> str:
    """What ``gblint regions`` shows: each region with the functions reached from it."""
    return dump(
        {
            "name": found.region.name,
            "path": found.region.path,
            "line": found.region.line,
            "fullgraph": found.region.fullgraph,
            "options": dict(found.region.options),
            "functions": [{"path": f.path, "line": f.line, "qualname": f.qualname} for f in found.functions],
        }
        for found in report.regions
    )


def dump(objects: Iterable[dict[str, Any]]) -> str:
    """A JSON array with one object a line, in ASCII: no path and no terminal's encoding can spoil it."""
    lines = ",\n".join(json.dumps(item) for item in objects)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _finding(finding: Diagnostic) -> dict[str, Any]:
    known = registry.load()
    region = finding.region
    return {
        "path": finding.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "end_line": finding.span.end_line,
        "end_column": finding.span.end_column,
        "code": finding.code,
        "title": known.title(finding.code) if known.is_known(finding.code) else "",
        "message": finding.message,
        "hint": finding.hint,
        "severity": finding.severity.value,
        "region": region
        and {"name": region.name, "path": region.path, "line": region.line, "fullgraph": region.fullgraph},
        "trace": [{"path": step.path, "line": step.line, "function": step.function} for step in finding.trace],
        "fix": None,
    }
