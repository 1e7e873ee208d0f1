"""A stand-in for the tracer, so that what lies above it is tested for itself: each ``.item()`` in a region file is a
break, each line ``# region NAME`` a region, each ``missing(...)`` a note of another code."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import gblint
import gblint.dynamo
import gblint.tracing.parts  # plain data, which the stand-in leaves alone
from gblint.diagnostics import Diagnostic, FunctionPlace, Region, Severity, Span, TraceStep
from gblint.source.files import SourceFile
from gblint.source.syntax import check_syntax

STATISTICS = SimpleNamespace(
    regions=2,
    functions=3,
    files=1,
    resolved=5,
    known=2,
    unknown=1,
    slowest=((Region("train_step", "a.py", 3), 70), (Region("Net", "b.py", 9), 4)),
    cut=(Region("Net", "b.py", 9),),
)
HINT = "Return the tensor and read it outside the region."


class UnknownEntry(Exception):
    """As the tracer's: an entry that names nothing."""


def install(monkeypatch: pytest.MonkeyPatch, with_facts: Sequence[str] = ("2.13",)) -> list[dict[str, Any]]:
    """Put the stand-in where the engine finds the tracer; the list returned gets what each call was given."""
    calls: list[dict[str, Any]] = []

    def analyse(files: Sequence[SourceFile], **arguments: Any) -> SimpleNamespace:
        calls.append({"files": [file.display for file in files], **arguments})
        return _analyse(files, arguments["entries"])

    tracing, facts = ModuleType("gblint.tracing"), ModuleType("gblint.dynamo.facts")
    tracing.__dict__.update(analyse=analyse, UnknownEntry=UnknownEntry)
    facts.__dict__.update(releases=lambda: tuple(with_facts))
    monkeypatch.setitem(sys.modules, "gblint.tracing", tracing)
    monkeypatch.setattr(gblint, "tracing", tracing, raising=False)
    monkeypatch.setitem(sys.modules, "gblint.dynamo.facts", facts)
    monkeypatch.setattr(gblint.dynamo, "facts", facts, raising=False)
    return calls


def _analyse(files: Sequence[SourceFile], entries: Sequence[str]) -> SimpleNamespace:
    for entry in entries:
        if entry.startswith("nowhere"):
            raise UnknownEntry(f"no module named nowhere for the entry {entry}")
    findings, regions, faults, parsed = [], [], [], set()
    for file in files:
        if not file.may_hold_region and not entries:
            continue
        fault = check_syntax(file.text)
        if fault is not None:
            faults.append(SimpleNamespace(path=file.display, code="", **vars(fault)))
            continue
        parsed.add(file.display)
        region = Region("train_step", file.display, 3, options=(("mode", "'max-autotune'"),))
        regions.append(SimpleNamespace(region=region, functions=(FunctionPlace(file.display, 4, "train_step"),)))
        for number, line in enumerate(file.lines, start=1):
            for match in re.finditer(r"\w+\.item\(\)|missing\(\w*\)", line.split("#")[0]):
                item = match.group().endswith(".item()")
                findings.append(
                    Diagnostic(
                        path=file.display,
                        span=Span(number, match.start() + 1, number, match.end() + 1),
                        code="GB0124" if item else "GB0105",
                        message=f"`{match.group()}` breaks the graph",
                        hint=HINT,
                        severity=Severity.WARNING if item else Severity.NOTE,
                        region=region,
                        trace=(TraceStep(file.display, 5, "train_step"), TraceStep(file.display, number, "helper")),
                    )
                )
    return SimpleNamespace(
        diagnostics=findings, regions=regions, faults=faults, files=frozenset(parsed), statistics=STATISTICS
    )


REGION = """\
import torch

@torch.compile(mode='max-autotune')
def train_step(x):
    n = x.item()
    return x / n
"""


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below ``folder``, making their folders."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
