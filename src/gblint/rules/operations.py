"""What is done to objects of classes outside the project by other means than their methods: ``len``, ``[]``, ``+``."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule, wording
from gblint.tracing.values import ExternalInstance, Value, options

_BINARY: dict[type[cst.BaseBinaryOp], str] = {
    cst.Add: "__add__",
    cst.Subtract: "__sub__",
    cst.Multiply: "__mul__",
    cst.Divide: "__truediv__",
}
_COMPARED: dict[type[cst.BaseCompOp], str] = {
    cst.Equal: "__eq__",
    cst.NotEqual: "__eq__",
    cst.LessThan: "__lt__",
    cst.GreaterThan: "__lt__",
    cst.LessThanEqual: "__lt__",
    cst.GreaterThanEqual: "__lt__",
}
_CALLED = {
    "builtins.len": "__len__",
    "builtins.next": "__next__",
    "builtins.str": "__str__",
    "builtins.repr": "__repr__",
    "builtins.int": "__int__",
    "builtins.float": "__float__",
}
_OBJECT = (ExternalInstance,)


class ObjectOperation(Rule):
    """An operator, a subscript, an attribute or a builtin on an object, of which its special method was measured."""

    codes = frozenset()
    calls = frozenset(_CALLED)
    subjects: ClassVar = dict.fromkeys((cst.Attribute, cst.Subscript, cst.BinaryOperation, cst.Comparison), _OBJECT)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        self._look(node, self.trace.value(node.value), "__getitem__")

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        special = _BINARY.get(type(node.operator))
        if special is not None:
            self._look(node, self.trace.value(node.left), special)

    def visit_Comparison(self, node: cst.Comparison) -> None:
        if len(node.comparisons) != 1:
            return
        operator, right = node.comparisons[0].operator, node.comparisons[0].comparator
        if isinstance(operator, (cst.In, cst.NotIn)):
            self._look(node, self.trace.value(right), "__contains__")
        elif type(operator) in _COMPARED:
            self._look(node, self.trace.value(node.left), _COMPARED[type(operator)])

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if len(target.arguments.args) == 1:
                self._look(node, target.arguments.args[0], _CALLED[target.name])

    def visit_Attribute(self, node: cst.Attribute) -> None:
        name = _class_of(self.trace.value(node.value))
        known = self.trace.facts.returns(f"{name}.{node.attr.value}") if name is not None else None
        if known is not None and known.attribute is not None:  # a method is measured when it is called
            self._look(node, self.trace.value(node.value), node.attr.value)

    def _look(self, node: cst.CSTNode, value: Value, member: str) -> None:
        owner = _class_of(value)
        outcome = self.trace.facts.outcome(f"{owner}.{member}", "const", self.trace.options.mode) if owner else None
        if outcome is None or outcome.code is None or outcome.code == "error" or outcome.only_if_used:
            return
        message, hint = wording.for_call(self.trace, node, f"{owner}.{member}", outcome.code)
        self.trace.report(node, outcome.code, message, hint)


def _class_of(value: Value) -> str | None:
    """The class outside the project that a value is an object of, whatever way the program went."""
    found = options(value)
    return found[0].name if len(found) == 1 and isinstance(found[0], ExternalInstance) else None
