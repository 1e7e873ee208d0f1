"""Slices: the statements of a function that bear on what is asked of it.

Outside a region nothing breaks; code is run there to learn something: what a function returns, what a constructor
stores under one attribute. Most of what a large constructor or decorator does has no part in that. A slice is made by
names alone, once for each function and question: what is asked, backwards to all that binds or changes the names used.
What the slice of a constructor leaves out and its values need after all, they ask for themselves (``self.config``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.walk import children, walk
from gblint.tracing import binding
from gblint.tracing.frame import ANSWERS

if TYPE_CHECKING:
    from gblint.source.outline import Code

_ANY = "*"
UNKNOWN_CALL = "?"
_HARMLESS = frozenset("isinstance hasattr type id len getattr callable iter repr str vars dir print".split())
# Methods of an nn.Module that store what they are handed under a name that they are handed.
REGISTERING = ("register_buffer", "register_parameter", "register_module", "add_module")
_STORING_CALLS = frozenset(("setattr", "__setattr__", *REGISTERING))
_JUMPS = frozenset((cst.Return, cst.Raise, cst.Break, cst.Continue))


@dataclass
class _Part:
    """A simple statement, or the header of a compound one. Names are ``x``, or ``self.x`` for what the receiver has."""

    node: cst.CSTNode
    outer: _Part | None
    always: bool = False  # to be run whatever is asked
    binds: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)  # what it may change in place
    uses: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)  # of the receiver (or its bases), which may store anything there


class Slices:
    """The parts of one function, and the slices made of them."""

    def __init__(self, code: Code) -> None:
        assert isinstance(code.node, cst.FunctionDef)
        parameters = code.node.params
        names = [p.name.value for p in binding.every(code)]
        for star in (parameters.star_arg, parameters.star_kwarg):
            if isinstance(star, cst.Param):
                names.append(star.name.value)
        self._parameters = frozenset(names)
        # What a decorator puts in a method's place is a function, but takes the receiver all the same.
        is_method = code.owner is not None or names[:1] == ["self"]
        self._receiver = names[0] if names and is_method else None
        self._wraps = code.parent is not None
        self._parts: list[_Part] = []
        self._known: dict[str, list[tuple[dict[tuple[str, str], bool], frozenset[int]]]] = {}
        self._outer: set[str] = set()  # names declared global or nonlocal
        self._body(code.node.body, None)

    def of(self, asked: str, stores: Callable[[str, str], bool]) -> frozenset[int]:
        """The ids of the statements that bear on ``asked``. ``stores(method, attribute)``: whether calling a method on
        the receiver may store an attribute (any, for ANSWERS); ``super.m`` is looked up in the bases, the method ``*``
        stores what no text names, and ``?`` may store anything."""
        known = self._known.setdefault(asked, [])  # with what was asked of ``stores``, which depends on a class
        for answers, chosen in known:
            if all(stores(*question) is answer for question, answer in answers.items()):
                return chosen
        answered: dict[tuple[str, str], bool] = {}

        def noted(method: str, name: str) -> bool:
            answer = answered[method, name] = stores(method, name)
            return answer

        known.append((answered, self._chosen(asked, noted)))
        return known[-1][1]

    def _chosen(self, asked: str, stores: Callable[[str, str], bool]) -> frozenset[int]:
        kept = {id(p): p for p in self._parts if p.always or self._answers(p, asked, stores)}
        pending = list(kept.values())
        needed: set[str] = set()
        while pending:
            fresh: set[str] = set()
            for part in pending:
                fresh |= part.uses
                outer = part.outer
                while outer is not None:
                    kept[id(outer)] = outer
                    fresh |= outer.uses
                    outer = outer.outer
            needed |= fresh
            pending = [p for p in self._parts if id(p) not in kept and self._serves(p, needed, stores)]
            kept.update((id(p), p) for p in pending)
        returned = [p.node.value for p in kept.values() if type(p.node) is cst.Return and p.node.value is not None]
        # Where the way ends is part of the answer, but the conditions of that are not worked out for its sake.
        for part in self._parts:
            if type(part.node) in _JUMPS and not (asked and type(part.node) is cst.Raise):
                at: _Part | None = part
                while at is not None:
                    kept[id(at)] = at
                    at = at.outer
        return frozenset(map(id, [*(p.node for p in kept.values()), *returned]))

    def _answers(self, part: _Part, asked: str, stores: Callable[[str, str], bool]) -> bool:
        receiver = self._receiver
        if any(stores(method, asked) for method in part.methods):
            return True
        if asked != ANSWERS:
            own = f"{receiver}.{asked}"
            return own in part.binds or own in part.changes
        if type(part.node) is cst.Return or _ANY in part.changes:
            return True
        if any(name in self._parameters or name.partition(".")[0] == receiver for name in part.changes):
            return True
        return any("." in name or name in self._outer for name in part.binds)

    def _serves(self, part: _Part, needed: set[str], stores: Callable[[str, str], bool]) -> bool:
        if not part.binds.isdisjoint(needed) or not part.changes.isdisjoint(needed):
            return True
        if part.methods and self._receiver is not None:
            prefix = f"{self._receiver}."
            wanted = [name[len(prefix) :] for name in needed if name.startswith(prefix)]
            return any(stores(method, name) for method in part.methods for name in wanted)
        return False

    # --- parts

    def _body(self, suite: cst.BaseSuite, outer: _Part | None) -> None:
        for statement in suite.body:
            if type(statement) is cst.SimpleStatementLine:
                for small in statement.body:
                    self._simple(small, outer)
            elif isinstance(statement, cst.BaseSmallStatement):
                self._simple(statement, outer)
            else:
                self._compound(statement, outer)

    def _part(self, node: cst.CSTNode, outer: _Part | None) -> _Part:
        part = _Part(node, outer)
        self._parts.append(part)
        return part

    def _simple(self, node: cst.CSTNode, outer: _Part | None) -> None:
        part = self._part(node, outer)
        if isinstance(node, cst.Assign):
            for target in node.targets:
                self._target(target.target, part)
            self._use(node.value, part)
            if isinstance(node.value, cst.Call) and self._wraps:
                self._on_receiver(node.value, part)
        elif isinstance(node, (cst.AnnAssign, cst.AugAssign)):
            self._target(node.target, part)
            if node.value is not None:
                self._use(node.value, part)
            if isinstance(node, cst.AugAssign):
                self._use(node.target, part)
        elif isinstance(node, cst.Expr):
            self._use(node.value, part)
            if isinstance(node.value, cst.Call):
                self._called(node.value, part)
        elif isinstance(node, (cst.Import, cst.ImportFrom)):
            if not isinstance(node.names, cst.ImportStar):
                for alias in node.names:
                    part.binds.add(alias.evaluated_alias or alias.evaluated_name.partition(".")[0])
        elif isinstance(node, (cst.Global, cst.Nonlocal)):
            part.always = True
            self._outer.update(item.name.value for item in node.names)
        elif isinstance(node, cst.Assert):
            self._use(node.test, part)
            part.changes, part.uses = part.uses, set()  # it narrows what it looks at
        else:
            for child in children(node):
                self._use(child, part)
            if isinstance(node, cst.Return) and isinstance(node.value, cst.Call) and self._wraps:
                self._on_receiver(node.value, part)

    def _compound(self, node: cst.CSTNode, outer: _Part | None) -> None:
        part = self._part(node, outer)
        if isinstance(node, (cst.FunctionDef, cst.ClassDef)):
            part.binds.add(node.name.value)
            self._use(node, part)
        elif isinstance(node, cst.If):
            self._use(node.test, part)
            self._body(node.body, part)
            if isinstance(node.orelse, cst.If):
                self._compound(node.orelse, part)
            elif node.orelse is not None:
                self._body(node.orelse.body, part)
        elif isinstance(node, (cst.For, cst.While)):
            if isinstance(node, cst.For):
                self._target(node.target, part)
                self._use(node.iter, part)
            else:
                self._use(node.test, part)
            self._body(node.body, part)
            if node.orelse is not None:
                self._body(node.orelse.body, part)
        elif isinstance(node, cst.With):
            for item in node.items:
                self._use(item.item, part)
                if item.asname is not None:
                    self._target(item.asname.name, part)
            self._body(node.body, part)
        elif isinstance(node, (cst.Try, cst.TryStar)):
            self._body(node.body, part)
            for handler in node.handlers:
                if handler.name is not None:
                    self._target(handler.name.name, part)
                self._body(handler.body, part)
            for rest in (node.orelse, node.finalbody):
                if rest is not None:
                    self._body(rest.body, part)
        elif isinstance(node, cst.Match):
            self._use(node.subject, part)
            for case in node.cases:
                part.binds.update(
                    at.name.value
                    for at in walk(case.pattern)
                    if isinstance(at, (cst.MatchAs, cst.MatchStar)) and at.name is not None
                )
                if case.guard is not None:
                    self._use(case.guard, part)
                self._body(case.body, part)

    # --- names

    def _target(self, node: cst.CSTNode, part: _Part) -> None:
        if isinstance(node, (cst.Tuple, cst.List)):
            for element in node.elements:
                self._target(element.value, part)
        elif isinstance(node, cst.StarredElement):
            self._target(node.value, part)
        elif isinstance(node, cst.Name):
            part.binds.add(node.value)
        elif isinstance(node, (cst.Attribute, cst.Subscript)):
            name = self._path(node)
            if isinstance(node, cst.Attribute) and name == f"{self._receiver}.{node.attr.value}":
                part.binds.add(name)
            elif not (isinstance(node, cst.Attribute) and node.attr.value.startswith("__")):
                part.changes.add(name or _ANY)
            for child in children(node):
                self._use(child, part)

    def _called(self, node: cst.Call, part: _Part) -> None:
        """A call that is a statement: what it may change."""
        self._on_receiver(node, part)
        if isinstance(node.func, cst.Attribute):
            on = self._path(node.func.value)
            if on is not None and on != self._receiver:
                part.changes.add(on)
            return  # methods are taken to change nothing but what they are of
        for argument in node.args:
            path = self._path(argument.value)
            if path is not None and path != self._receiver:
                part.changes.add(path)

    def _on_receiver(self, node: cst.Call, part: _Part) -> None:
        """What a call may store on the receiver: as a method of it, or as something that it is handed to."""
        if self._receiver is None:
            return
        function = node.func
        handed = any(type(a.value) is cst.Name and a.value.value == self._receiver for a in node.args)
        name = function.value if isinstance(function, cst.Name) else ""
        method = False
        if isinstance(function, cst.Attribute):
            name = function.attr.value
            base = function.value
            method = isinstance(base, cst.Name) and base.value == self._receiver
            inherited = isinstance(base, cst.Call) and isinstance(base.func, cst.Name) and base.func.value == "super"
            last = base.attr.value if isinstance(base, cst.Attribute) else getattr(base, "value", "")
            if handed and isinstance(last, str) and last[:1].isupper():
                inherited = True  # Base.m(self)
            if method or inherited:
                part.methods.add(name if method else f"super.{name}")
                handed = False
        elif not isinstance(function, cst.Name):
            handed = handed or any(isinstance(n, cst.Name) and n.value == self._receiver for n in walk(function))
        if name in _STORING_CALLS and (method or handed):
            names = [a.value.raw_value for a in node.args if isinstance(a.value, cst.SimpleString)]
            if names:
                part.binds.add(f"{self._receiver}.{names[0]}")
            else:
                part.methods.add(_ANY)
        elif handed and name not in _HARMLESS:
            part.methods.add(UNKNOWN_CALL)

    def _path(self, node: cst.CSTNode) -> str | None:
        """The name at the root of ``x.a[0].b``: ``x``, or ``self.a`` on the receiver."""
        last: str | None = None
        while type(node) is cst.Attribute or type(node) is cst.Subscript:
            last = node.attr.value if type(node) is cst.Attribute else last
            node = node.value
        if type(node) is not cst.Name:
            return None
        return f"{node.value}.{last}" if node.value == self._receiver and last is not None else node.value

    def _use(self, node: cst.CSTNode, part: _Part) -> None:
        pending = [node]
        while pending:
            at = pending.pop()
            if type(at) is cst.Name:
                part.uses.add(at.value)
            elif type(at) is cst.Attribute:
                if type(at.value) is cst.Name and at.value.value == self._receiver:
                    part.uses.add(f"{self._receiver}.{at.attr.value}")
                else:
                    pending.append(at.value)
            elif type(at) is cst.Yield:
                part.changes.add(_ANY)
                pending.extend(children(at))
            elif type(at) is cst.NamedExpr and type(at.target) is cst.Name:
                part.binds.add(at.target.value)
                pending.append(at.value)
            else:
                pending.extend(children(at))
