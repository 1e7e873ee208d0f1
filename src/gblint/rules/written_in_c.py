"""Objects whose methods are C code, into which Dynamo does not see."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.rules.trace import Trace
from gblint.tracing.values import Constant, ExternalInstance, Instance, Sequence, Value, options

_EQUALITY = frozenset((cst.Equal, cst.NotEqual))
# Classes of which Dynamo sees only that C code does the work, as measured.
_C_EQUALITY = names("types.SimpleNamespace")
_C_REPR = names("decimal.Decimal types.SimpleNamespace zoneinfo.ZoneInfo contextvars.ContextVar")
_C_STR = names("decimal.Decimal zoneinfo.ZoneInfo")
_C_HASH = names("contextvars.ContextVar")


class ObjectInC(Rule):
    """Comparing, showing and hashing objects whose ``__eq__``, ``__repr__``, ``__str__`` or ``__hash__`` is in C."""

    codes = frozenset({"GB1220", "GB2852", "GB2861", "GB0005"})
    calls = frozenset(("builtins.repr", "builtins.str"))
    subjects: ClassVar = {cst.Comparison: (ExternalInstance,)}

    def visit_Comparison(self, node: cst.Comparison) -> None:
        if not all(type(c.operator) in _EQUALITY for c in node.comparisons):
            return
        sides = [node.left, *(c.comparator for c in node.comparisons)]
        if found := [n for s in sides if (n := _instance(self.trace.value(s), _C_EQUALITY)) is not None]:
            message = f"`{self.trace.text(node)}` compares a `{found[0]}`, whose `__eq__` is written in C"
            self.trace.report(node, "GB1220", message, "compare the attributes that matter, or use a dataclass")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if len(target.arguments.args) == 1:
                self._shown(node, target.arguments.args[0], target.name == "builtins.repr")

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        for part in node.parts:
            if isinstance(part, cst.FormattedStringExpression) and part.conversion in ("r", "s"):
                self._shown(node, self.trace.value(part.expression), part.conversion == "r")

    def _shown(self, node: cst.CSTNode, value: Value, as_repr: bool) -> None:
        if (found := _instance(value, _C_REPR if as_repr else _C_STR)) is not None:
            code, method = ("GB2852", "__repr__") if as_repr else ("GB0005", "__str__")
            message = f"`{self.trace.text(node)}` runs the `{method}` of a `{found}`, which is written in C"
            self.trace.report(node, code, message, "make the text once, outside the region")

    def visit_Dict(self, node: cst.Dict) -> None:
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                self._hash(element.key)

    def visit_Set(self, node: cst.Set) -> None:
        for element in node.elements:
            self._hash(element.value)

    def _hash(self, node: cst.BaseExpression) -> None:
        if (found := _instance(self.trace.value(node), _C_HASH)) is not None:
            message = f"`{self.trace.text(node)}` is a `{found}`, whose `__hash__` is written in C"
            self.trace.report(node, "GB2861", message, "use its name, or another plain value, as the key")


def _instance(value: Value, wanted: frozenset[str]) -> str | None:
    """The class of an object, if it is one of those wanted whatever way the program went."""
    return value.name if isinstance(value, ExternalInstance) and value.name in wanted else None


class StructureField(Rule):
    """Fields of a ``ctypes.Structure``: C code sets them."""

    codes = frozenset({"GB3697"})

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute) and self._is_field(node):
            text = self.trace.text(node)
            message = f"`{text}` is a field of a `ctypes` structure, which C code sets"
            self.trace.report(node, "GB3697", message, "fill the structure outside the region")

    def _is_field(self, node: cst.Attribute) -> bool:
        for option in options(self.trace.value(node.value)):
            if isinstance(option, Instance) and _has_field(self.trace, option, node.attr.value):
                return True
        return False


def _has_field(trace: Trace, instance: Instance, name: str) -> bool:
    classes = trace.frame.tracer.classes
    if not any(instance.of_class(classes.derives_from, base) for base in ("ctypes.Structure", "ctypes.Union")):
        return False
    fields = classes.class_attribute(trace.frame, instance.cls, "_fields_")
    pairs = fields.items if isinstance(fields, Sequence) else None
    return any(isinstance(p, Sequence) and p.items and p.items[0] == Constant(name) for p in pairs or ())
