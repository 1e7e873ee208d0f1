"""Showing nodes to the rules: of those that look at its type, to those that want what it calls or what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Union

import libcst as cst

from gblint.tracing.frame import Frame
from gblint.tracing.values import UNKNOWN, OneOf, Tensor, Value

if TYPE_CHECKING:
    from gblint.rules import Rule

Visitor = tuple["Rule", Callable[[cst.CSTNode], object]]
# What the choice for a node depends on: kinds of value, the names of what is called, tuples of these.
_Key = Union[type, str, tuple["_Key", ...]]


class Sparse(Tensor):
    """The kind of a tensor that is known to be sparse. There is no such object: next to no tensor is, so that a rule on
    sparse ones says with this word that it wants to be shown no other."""


def _own_kind(frame: Frame, node: cst.CSTNode, value: Value) -> _Key:
    """The kind of the value of a node, or of each that it may be."""
    kind = type(value)
    if kind is Tensor:
        return Sparse if value.sparse else kind  # type: ignore[union-attr]
    return tuple(map(type, value.options)) if kind is OneOf else kind  # type: ignore[union-attr]


def _kind(frame: Frame, node: cst.CSTNode) -> _Key:
    return _own_kind(frame, node, frame.values.get(id(node), UNKNOWN))


def _of_call(frame: Frame, node: cst.Call, value: Value) -> _Key:
    function = node.func
    key: list[_Key] = [target.name for target in frame.targets.get(id(node), ())]
    key.append(_kind(frame, function))
    if type(function) is cst.Attribute:
        key.append(_kind(frame, function.value))
    if type(value) is Tensor and value.sparse:
        key.append(Sparse)
    return tuple(key)


def _of_subscript(frame: Frame, node: cst.Subscript, value: Value) -> _Key:
    base = _kind(frame, node.value)
    return (base, Sparse) if type(value) is Tensor and value.sparse else base


def _of_comparison(frame: Frame, node: cst.Comparison, value: Value) -> _Key:
    return (_kind(frame, node.left), *[_kind(frame, target.comparator) for target in node.comparisons])


# For the types of node of which a rule may say that it wants but some (see Rule.subjects).
_KEYS: dict[type[cst.CSTNode], Callable[[Frame, Any, Value], _Key]] = {
    cst.Name: _own_kind,
    cst.Call: _of_call,
    cst.Attribute: lambda frame, node, value: _kind(frame, node.value),
    cst.Subscript: _of_subscript,
    cst.UnaryOperation: lambda frame, node, value: _kind(frame, node.expression),
    cst.BinaryOperation: lambda frame, node, value: (_kind(frame, node.left), _kind(frame, node.right)),
    cst.Comparison: _of_comparison,
}


class Visitors:
    """The methods of the rules, in the order of the rules."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._storing: list[Rule] = []
        self._by_type: dict[type[cst.CSTNode], _OfType] = {}
        for rule in rules:
            if rule.looks_at_stores:
                self._storing.append(rule)
            for node_type, visit in rule.visitors():
                self._by_type.setdefault(node_type, _OfType(node_type)).visitors.append((rule, visit))

    def show(self, frame: Frame, node: cst.CSTNode, value: Value = UNKNOWN) -> None:
        """Lets every rule that cares for a node look at it in this frame. ``value``: what an expression gives."""
        known = self._by_type.get(type(node))
        if known is None:
            return
        visitors = known.visitors
        if known.key_of is not None:
            key = known.key_of(frame, node, value)
            chosen = known.chosen.get(key)
            visitors = known.choose(frame, key) if chosen is None else chosen
        for rule, visit in visitors:
            rule.trace.frame = frame
            visit(node)

    def show_test(self, frame: Frame, node: cst.CSTNode) -> None:
        """The same of a statement or clause that has a condition, where the frame is compiled."""
        if frame.options.compiled:
            self.show(frame, node)

    def show_store(self, frame: Frame, node: cst.CSTNode) -> None:
        """Lets rules look at an attribute or an element that is assigned to."""
        for rule in self._storing:
            rule.trace.frame = frame
            rule.visit_store(node)

    def show_iteration(self, frame: Frame, node: cst.CSTNode) -> None:
        """Lets rules on calls look at what is iterated over."""
        on_calls = self._by_type.get(cst.Call)
        for rule, _ in on_calls.visitors if on_calls is not None else ():
            rule.trace.frame = frame
            rule.visit_iteration(node)


class _OfType:
    """The visitors of one type of node, and those of them that are to be shown a node.

    Which these are depends on the names that a call calls and on the kinds of the values at hand. Few combinations
    occur: the rules are asked once for each.
    """

    __slots__ = ("_by_name", "_type", "chosen", "key_of", "visitors")

    def __init__(self, node_type: type[cst.CSTNode]) -> None:
        self._type = node_type
        self.visitors: list[Visitor] = []
        self.key_of = _KEYS.get(node_type)
        self.chosen: dict[_Key, list[Visitor]] = {}
        self._by_name: dict[str, list[Visitor]] = {}

    def choose(self, frame: Frame, key: _Key) -> list[Visitor]:
        kinds, names = _parts(key)
        found = self.visitors
        if self._type is cst.Call:
            wanting = [self._wanting(frame, name) for name in names or ("",)]
            found = wanting[0] if len(wanting) == 1 else [v for v in found if any(v in some for some in wanting)]
        found = self.chosen[key] = [visitor for visitor in found if visitor[0].wants_kinds(self._type, kinds)]
        return found

    def _wanting(self, frame: Frame, name: str) -> list[Visitor]:
        """Those that want calls of a name, whatever the kinds of the values."""
        found = self._by_name.get(name)
        if found is None:
            for rule, _ in self.visitors:
                rule.trace.frame = frame  # for the facts
            found = self._by_name[name] = [visitor for visitor in self.visitors if visitor[0].wants(name)]
        return found


def _parts(key: _Key) -> tuple[list[type], list[str]]:
    """The kinds and the names in a key."""
    if isinstance(key, type):
        return [key], []
    if isinstance(key, str):
        return [], [key]
    parts = [_parts(part) for part in key]
    return [kind for kinds, _ in parts for kind in kinds], [name for _, names in parts for name in names]
