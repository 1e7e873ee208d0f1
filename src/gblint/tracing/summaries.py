"""What tracing one function in one context gave.

A summary is pure: it depends on the function, its canonical arguments and the options, and on nothing else. Findings
and calls are relative to the function; paths from a region are put together from the calls when the report is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gblint.immutable import immutable
from gblint.tracing.values import UNKNOWN, Arguments, Function, Value, keeping

if TYPE_CHECKING:
    import libcst as cst

    from gblint.source.outline import Code, Unit
    from gblint.tracing.options import Options


Named = tuple[tuple[str, Value], ...]


@keeping
@immutable
class Call:
    """A call of a function: what it is handed, the caller's options, whether Dynamo has given up the caller, and what
    is to be known of it (see slices.py), None for everything."""

    function: Function
    arguments: Arguments
    receiver: Value | None
    options: Options
    given_up: bool
    asked: str | None


@keeping
@immutable
class Context:
    """All that tracing a function depends on: its parameters and free variables in canonical form, the options,
    whether Dynamo has given up the caller and compiles nothing of it, and what is to be known of it."""

    code: Code
    values: Named
    cells: Named
    options: Options
    given_up: bool
    asked: str | None


@immutable
class Outcome:
    """What a call gave, as far as its caller goes on with it.

    ``entered``: whether the function was; calls in progress and calls too deep are not. ``declared``: what it is
    annotated to return, where no more is known. ``effects``: what became of its parameters, by name and by place
    among the positional arguments of the call, None where it has none, ``RECEIVER`` for the receiver.
    """

    entered: bool = False
    returns: Value = UNKNOWN
    declared: Value = UNKNOWN
    effects: tuple[tuple[str, int | None, Value], ...] = ()
    nonlocals: Named = ()
    breaks: bool = False
    breaks_surely: bool = False


RECEIVER = -1


@dataclass(eq=False)
class Finding:
    """A break, or a note, at a node of the function that the summary is of."""

    node: cst.CSTNode
    unit: Unit
    code: str
    message: str
    hint: str
    note: bool = False
    start: cst.CSTNode | None = None  # where Dynamo puts the break, if that is not where the node begins


@dataclass(eq=False)
class CallEdge:
    """A call that Dynamo inlines: where, and what tracing the callee in this context gave."""

    node: cst.CSTNode
    unit: Unit
    callee: Summary


@dataclass(eq=False)
class Summary:
    code: Code | None
    returns: Value = UNKNOWN
    effects: Named = ()
    nonlocals: Named = ()
    findings: tuple[Finding, ...] = ()
    calls: tuple[CallEdge, ...] = ()
    steps: int = 0
    cut: str | None = None
    never_returns: bool = False
    breaks: bool = False  # here or in what is called from here
    breaks_surely: bool = False  # on every way to the end
    tally: tuple[int, int, int] = (0, 0, 0)  # its calls: gone into, answered by facts, unknown
    rests_on: int = 0  # the files that its code led to, as bits of ``Project.touched``; not those behind its guards
    charged: tuple[Summary, ...] = ()  # the callees of which the steps are counted; only while it is made
    origin: Summary | None = None  # what it is a copy of, filled in for other objects

    def copied(self) -> Summary:
        """Another one that says the same."""
        new = Summary.__new__(Summary)
        new.__dict__.update(self.__dict__)
        return new

    @property
    def body(self) -> Summary:
        """The summary whose findings and calls these are: one for all copies."""
        return self.origin or self
