"""One function being walked in one context: its names, and what has been seen so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import libcst as cst

from gblint.tracing.joins import as_input, join
from gblint.tracing.options import Options
from gblint.tracing.resumption import gives_up
from gblint.tracing.summaries import CallEdge, Finding, Summary
from gblint.tracing.values import UNKNOWN, Arguments, Class, Value

if TYPE_CHECKING:
    from gblint.source.outline import Code, ModuleOutline, Unit
    from gblint.tracing.tracer import Tracer


ANSWERS = ""  # asked of a function: all that its caller can see of it. Any other word asks for that attribute alone
RESOLVED, KNOWN, UNANSWERED = range(3)  # a call was gone into, facts answer it, nothing does


class BudgetSpent(Exception):
    """Tracing this function took more steps than a region may take."""


class FunctionNeeded(Exception):
    """A decorator does something with the function that it is given for which a stand-in will not do."""


class Env(dict[str, Value]):
    """Names, and access paths such as ``self.bias`` or ``out['loss']`` of which more is known than of their base.

    ``given_up``: on every way here Dynamo has given up the frame (see resumption.py); ``broken``: on each it broke.
    """

    given_up = False
    broken = False
    has_paths = False  # or has had some

    def fork(self) -> Env:
        copy = Env(self)
        copy.follow(self)
        copy.has_paths = self.has_paths
        return copy

    def note(self, path: str, value: Value) -> None:
        """Keeps what is known of a path or name."""
        self[path] = value
        self.has_paths = self.has_paths or is_path(path)

    def follow(self, other: Env) -> None:
        """Takes over what Dynamo has come to on the way to another."""
        self.given_up, self.broken = other.given_up, other.broken

    def bind(self, name: str, value: Value) -> None:
        self.forget_paths(name)
        self[name] = value

    def forget_paths(self, base: str) -> None:
        if not self.has_paths:
            return
        below = (f"{base}.", f"{base}[")
        for key in [key for key in self if key.startswith(below)]:
            del self[key]


def is_path(key: str) -> bool:
    return "." in key or "[" in key


def merge(envs: Iterable[Env | None]) -> Env | None:
    """The environment where several paths meet; None where none of them arrives."""
    live = [e for e in envs if e is not None]
    if len(live) < 2:
        return live[0] if live else None
    result = Env(live[0])
    result.given_up = all(e.given_up for e in live)
    result.broken = all(e.broken for e in live)
    result.has_paths = live[0].has_paths
    for env in live[1:]:
        if result.has_paths:
            for key in result.keys() - env.keys():
                if is_path(key):
                    del result[key]
        for key, value in env.items():
            known = result.get(key)
            if known is value:
                continue
            if known is not None:
                result[key] = join(known, value)
            elif not is_path(key):
                result[key] = value
    return result


class Target:
    """One thing that a call calls, as the rules see it: a dotted name outside the project, or a boundary."""

    __slots__ = ("arguments", "kind", "name", "receiver", "used")

    def __init__(
        self, name: str, arguments: Arguments, receiver: Value | None = None, kind: str = "external", used: bool = True
    ) -> None:
        self.name = name
        self.arguments = arguments
        self.receiver = receiver
        self.kind = kind
        self.used = used


class Loop:
    """A loop or comprehension around the statement being run. ``broken``: the graph breaks in it."""

    __slots__ = ("breaks", "broken", "continues", "node")

    def __init__(self, node: cst.CSTNode) -> None:
        self.node = node
        self.broken = False
        self.breaks: list[Env] = []
        self.continues: list[Env] = []


class Frame:
    """``code`` is None for statements at the top of a module or class."""

    # More attributes than Python keeps fast in an object's dictionary.
    __slots__ = (
        "answers", "asked", "broken", "budget", "callees", "calls", "cells", "charged", "code", "cut", "depth",
        "doubtful", "entered", "env", "exits", "findings", "globals", "guarded", "loops", "module", "mutated",
        "nonlocals", "only", "options", "owner", "parameters", "predicates", "raised", "rebound", "receiver", "returns",
        "spared", "steps", "targets", "tests", "tracer", "unit", "unresumable", "unused", "values", "yields",
    )  # fmt: skip

    def __init__(
        self, tracer: Tracer, module: ModuleOutline, unit: Unit, code: Code | None, options: Options, depth: int
    ) -> None:
        self.tracer = tracer
        self.budget = tracer.budget
        self.module = module
        self.unit = unit
        self.code = code
        self.asked: str | None = ANSWERS  # what is to be known of it (see slices.py), None where all is run
        self.only: frozenset[int] | None = None  # the ids of the statements that bear on that
        self.options = options
        self.depth = depth
        self.env = Env()
        self.returns: Value | None = None
        self.yields: Value | None = None
        self.exits: list[Env] = []
        self.broken = False  # a break was found here or below
        self.spared = False  # some way to the end meets none
        self.unresumable = 0  # depth of try and with blocks into which Dynamo does not resume
        self.guarded = 0  # depth of tests of an input's dtype around the code being run
        self.loops: list[Loop] = []
        self.raised: list[list[Env]] = []
        self.values: dict[int, Value] = {}  # by the node's id, as in all that follow: nodes hash slowly
        self.targets: dict[int, list[Target]] = {}
        self.unused: set[int] = set()
        self.answers: dict[int, int] = {}
        self.tests: set[int] = set()
        self.predicates: dict[int, Value] = {}
        self.findings: dict[tuple[cst.CSTNode, str], Finding] = {}
        self.callees: dict[int, list[Summary]] = {}
        self.calls: list[CallEdge] = []
        self.charged: list[Summary] = []  # the callees of which the steps are counted
        self.parameters: frozenset[str] = frozenset()
        self.entered: dict[str, Value] = {}
        self.doubtful: set[str] = set()  # parameters that may or may not be tensors
        self.rebound: set[str] = set()
        self.mutated: set[str] = set()
        self.nonlocals: set[str] = set()
        self.globals: set[str] = set()
        self.steps = 0
        self.cut: str | None = None
        self.cells: dict[str, Value] = {}
        self.owner: Class | None = None
        self.receiver: str | None = None

    def charge(self, steps: int = 1) -> None:
        self.steps += steps
        if self.steps > self.budget:
            raise BudgetSpent

    def charge_for(self, callee: Summary) -> None:
        """Charges what a call took."""
        self.charged.append(callee)
        self.charge(callee.steps)

    def answered(self, node: cst.CSTNode | None, how: int) -> None:
        """Counts a call of compiled code as RESOLVED, KNOWN or UNANSWERED: the best of what it may call."""
        if self.options.compiled and type(node) is cst.Call:
            self.answers[id(node)] = min(how, self.answers.get(id(node), how))

    def tally(self) -> tuple[int, int, int]:
        how = list(self.answers.values())
        return how.count(RESOLVED), how.count(KNOWN), how.count(UNANSWERED)

    def value(self, node: cst.CSTNode) -> Value:
        """What a node evaluated to, last time it was."""
        return self.values.get(id(node), UNKNOWN)

    def report(self, finding: Finding) -> None:
        """Keeps a finding; a break in what Dynamo does not trace, having given up the frame, is none."""
        if finding.note or not self.env.given_up:
            self.findings.setdefault((finding.node, finding.code), finding)
            if not finding.note:
                self.resume(finding.node, self.value(finding.node))

    def resume(self, node: cst.CSTNode, result: Value, surely: bool = True) -> None:
        """After a break at a node, which gives ``result``: in a default region, what was computed before it is an input
        of the graph that follows, if one follows. ``surely``: on every way through what the node calls."""
        self.broken = True
        self.env.broken = self.env.broken or surely
        for loop in self.loops:
            loop.broken = True
        if self.options.fullgraph:
            return
        if surely and not self.env.given_up:
            self.env.given_up = gives_up(self, node, result)
        for name, value in self.env.items():
            self.env[name] = as_input(value)

    def edge(self, node: cst.CSTNode, callee: Summary) -> None:
        known = self.callees.setdefault(id(node), [])
        if callee not in known:
            known.append(callee)
            self.calls.append(CallEdge(node, self.unit, callee))
