"""Which rules are shown a node: of those that look at its type, those that want what it calls or what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Union

import libcst as cst

from gblint.tracing.frame import Frame
from gblint.tracing.values import UNKNOWN, OneOf

if TYPE_CHECKING:
    from gblint.rules import Rule

Visitor = tuple["Rule", Callable[[cst.CSTNode], object]]
# What the choice for a node depends on: kinds of value, the names of what is called, tuples of these.
_Key = Union[type, str, tuple["_Key", ...]]


def _kind(frame: Frame, node: cst.CSTNode) -> _Key:
    """The kind of the value of a node, or of each that it may have."""
    value = frame.values.get(id(node), UNKNOWN)
    return tuple(map(type, value.options)) if type(value) is OneOf else type(value)


def _of_call(frame: Frame, node: cst.Call) -> _Key:
    function = node.func
    key: list[_Key] = [target.name for target in frame.targets.get(id(node), ())]
    key.append(_kind(frame, function))
    if type(function) is cst.Attribute:
        key.append(_kind(frame, function.value))
    return tuple(key)


def _of_comparison(frame: Frame, node: cst.Comparison) -> _Key:
    return (_kind(frame, node.left), *[_kind(frame, target.comparator) for target in node.comparisons])


# For the types of node of which a rule may say that it wants but some (see Rule.subjects).
_KEYS: dict[type[cst.CSTNode], Callable[[Frame, Any], _Key]] = {
    cst.Name: _kind,
    cst.Call: _of_call,
    cst.Attribute: lambda frame, node: _kind(frame, node.value),
    cst.Subscript: lambda frame, node: _kind(frame, node.value),
    cst.UnaryOperation: lambda frame, node: _kind(frame, node.expression),
    cst.BinaryOperation: lambda frame, node: (_kind(frame, node.left), _kind(frame, node.right)),
    cst.Comparison: _of_comparison,
}


class Visitors:
    """The methods of the rules, in the order of the rules. ``storing``: the rules that look at assignments."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.storing: list[Rule] = []
        self._by_type: dict[type[cst.CSTNode], _OfType] = {}
        for rule in rules:
            if rule.looks_at_stores:
                self.storing.append(rule)
            for node_type, visit in rule.visitors():
                self._by_type.setdefault(node_type, _OfType(node_type)).visitors.append((rule, visit))

    def of(self, frame: Frame, node: cst.CSTNode) -> Sequence[Visitor]:
        """Those that are to be shown a node."""
        known = self._by_type.get(type(node))
        if known is None:
            return ()
        if known.key_of is None:
            return known.visitors
        key = known.key_of(frame, node)
        found = known.chosen.get(key)
        return known.choose(frame, key) if found is None else found

    def of_type(self, node_type: type[cst.CSTNode]) -> Sequence[Visitor]:
        """All that look at nodes of a type."""
        known = self._by_type.get(node_type)
        return known.visitors if known is not None else ()


class _OfType:
    """The visitors of one type of node, and those of them that are to be shown a node.

    Which these are depends on the names that a call calls and on the kinds of the values at hand. Few combinations
    occur: the rules are asked once for each.
    """

    __slots__ = ("_type", "chosen", "key_of", "visitors")

    def __init__(self, node_type: type[cst.CSTNode]) -> None:
        self._type = node_type
        self.visitors: list[Visitor] = []
        self.key_of = _KEYS.get(node_type)
        self.chosen: dict[_Key, list[Visitor]] = {}

    def choose(self, frame: Frame, key: _Key) -> list[Visitor]:
        for rule, _ in self.visitors:
            rule.trace.frame = frame  # for the facts
        kinds, names = _parts(key)
        found = [visitor for visitor in self.visitors if visitor[0].wants_node(self._type, names or ("",), kinds)]
        self.chosen[key] = found
        return found


def _parts(key: _Key) -> tuple[list[type], list[str]]:
    """The kinds and the names in a key."""
    if isinstance(key, type):
        return [key], []
    if isinstance(key, str):
        return [], [key]
    parts = [_parts(part) for part in key]
    return [kind for kinds, _ in parts for kind in kinds], [name for _, names in parts for name in names]
