"""The currency of the upper floors: what the tracer finds, outputs print and editors show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gblint.immutable import immutable


class Severity(Enum):
    """How sure and how bad a finding is; see "Three severities" in the documentation."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest; for sorting and for keeping the gravest of several."""
        return ("error", "warning", "note").index(self.value)

    @property
    def fails(self) -> bool:
        """Whether a run with such a finding exits with status 1."""
        return self is not Severity.NOTE


@dataclass(frozen=True, order=True)
class Span:
    """A place in a file. Lines and columns count from 1, columns in characters; ``end_column`` is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@immutable
class TraceStep:
    """One frame on the way from the region to a finding: ``line`` is where the next frame is called."""

    path: str
    line: int
    function: str


@immutable
class Region:
    """A piece of code that torch.compile, or an ``--entry``, hands to Dynamo.

    ``options`` holds what the compile call says beyond ``fullgraph`` (dynamic, mode, backend, ...), as written.
    """

    name: str
    path: str
    line: int
    fullgraph: bool = False
    options: tuple[tuple[str, str], ...] = ()


@immutable
class FunctionPlace:
    """A function that Dynamo would trace: ``line`` is that of its ``def``."""

    path: str
    line: int
    qualname: str


@immutable
class Diagnostic:
    """One finding. ``region`` and ``trace`` are empty for findings about the input itself (GBL002, ...)."""

    path: str
    span: Span
    code: str
    message: str
    hint: str
    severity: Severity
    region: Region | None = None
    trace: tuple[TraceStep, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        return (self.path, self.span.line, self.span.column, self.code, self.message)
