"""Which rules are shown a node: of those that look at its type, those that want what it calls or what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import libcst as cst

from gblint.tracing.frame import Frame
from gblint.tracing.values import UNKNOWN, OneOf

if TYPE_CHECKING:
    from gblint.rules import Rule

Visitor = tuple["Rule", Callable[[cst.CSTNode], object]]
# The parts of a node whose values tell whether it concerns a rule (see Rule.subjects).
_SUBJECTS: dict[type[cst.CSTNode], Callable[[Any], Sequence[cst.CSTNode]]] = {
    cst.Call: lambda node: (node.func,),
    cst.Attribute: lambda node: (node.value,),
    cst.Subscript: lambda node: (node.value,),
    cst.BinaryOperation: lambda node: (node.left, node.right),
    cst.Comparison: lambda node: (node.left, *[target.comparator for target in node.comparisons]),
}


class Visitors:
    """The methods of the rules, in the order of the rules. ``storing``: the rules that look at assignments."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.storing: list[Rule] = []
        self.by_type: dict[type[cst.CSTNode], list[Visitor]] = {}
        self._chosen: dict[tuple[object, ...], list[Visitor]] = {}
        for rule in rules:
            if rule.looks_at_stores:
                self.storing.append(rule)
            for node_type, visit in rule.visitors():
                self.by_type.setdefault(node_type, []).append((rule, visit))

    def of(self, frame: Frame, node: cst.CSTNode) -> Sequence[Visitor]:
        """Those that are to be shown a node.

        Which these are depends on the names that a call calls and on the kinds of the values at hand. Few combinations
        occur: the rules are asked once for each.
        """
        node_type = type(node)
        visitors = self.by_type.get(node_type)
        if visitors is None:
            return ()
        subjects = _SUBJECTS.get(node_type)
        if subjects is None:
            return visitors
        names: str | tuple[str, ...] = ""
        if node_type is cst.Call and (targets := frame.targets.get(id(node))):
            names = targets[0].name if len(targets) == 1 else tuple([target.name for target in targets])
        kinds: list[type] = []
        for subject in subjects(node):
            value = frame.values.get(id(subject), UNKNOWN)
            if type(value) is OneOf:
                kinds += map(type, value.options)
            else:
                kinds.append(type(value))
        key = (node_type, names, *kinds)
        found = self._chosen.get(key)
        if found is None:
            for rule, _ in visitors:
                rule.trace.frame = frame  # for the facts
            called = names if isinstance(names, tuple) else (names,)
            found = self._chosen[key] = [v for v in visitors if v[0].wants_node(node_type, called, kinds)]
        return found
