"""More uses of a text made of a tensor, of a function's repr, and of a tensor's address."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.rules.named_calls import tensor_method
from gblint.tracing.values import (
    ExternalInstance,
    Function,
    Partial,
    Scalar,
    Value,
    options,
    strong_tensor,
)  # fmt: skip

_TEXT = Scalar("tensor string")
_ADDRESS = Scalar("data pointer")
HINT = "make the text outside the region, from values that it returns"


class TensorTextUsed(Rule):
    """The text of a tensor is sliced, repeated, extended or asked for an attribute."""

    codes = frozenset({"GB4880", "GB9458", "GB3934", "GB0150"})

    def visit_Subscript(self, node: cst.Subscript) -> None:
        if _is_text(self.trace.value(node.value)):
            self._report(node, "GB4880")

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        if isinstance(node.operator, cst.Multiply):
            if _is_text(self.trace.value(node.left)) or _is_text(self.trace.value(node.right)):
                self._report(node, "GB9458")

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        if isinstance(node.operator, cst.AddAssign):
            if _is_text(self.trace.value(node.target)) or _is_text(self.trace.value(node.value)):
                self._report(node, "GB3934")
        elif isinstance(node.operator, cst.MultiplyAssign) and _is_text(self.trace.value(node.target)):
            self._report(node, "GB9458")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            given = target.arguments.args
            if target.name == "builtins.hasattr" and given and (_is_text(given[0]) or tensor_method(given[0])):
                self._report(node, "GB0150")

    def _report(self, node: cst.CSTNode, code: str) -> None:
        self.trace.report(node, code, f"`{self.trace.text(node)}` uses the text of a tensor", HINT)


def _is_text(value: Value) -> bool:
    return any(v == _TEXT for v in options(value))


class ReprTaken(Rule):
    """``repr(f)`` of a closure over a tensor, of a tensor's method or text, of a ``partial`` that holds a tensor."""

    codes = frozenset({"GB1584", "GB6053"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "builtins.repr" and target.arguments.args:
                self._look(node, target.arguments.args[0])

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        for part in node.parts:
            if isinstance(part, cst.FormattedStringExpression) and part.conversion == "r":
                self._look(node, self.trace.value(part.expression))

    def _look(self, node: cst.CSTNode, value: Value) -> None:
        text = self.trace.text(node)
        if any(_closes_over_tensor(v) for v in options(value)):
            message = f"`{text}` shows a function that closes over a tensor"
            self.trace.report(node, "GB1584", message, "show the function's `__name__` instead")
        elif _is_text(value) or tensor_method(value) or any(_partial_of_tensor(v) for v in options(value)):
            self.trace.report(node, "GB6053", f"`{text}` shows something made of a tensor", HINT)


def _closes_over_tensor(value: Value) -> bool:
    return isinstance(value, Function) and any(strong_tensor(cell) is not None for _, cell in value.cells)


def _partial_of_tensor(value: Value) -> bool:
    return isinstance(value, Partial) and any(
        strong_tensor(v) is not None for v in (*value.args, *(v for _, v in value.keywords))
    )


class AddressArithmetic(Rule):
    """Numbers made of ``t.data_ptr()``: the graph knows that there is an address, not which."""

    codes = frozenset({"GB0755", "GB7510", "GB9548", "GB3775", "GB7286", "GB3006"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            code = _CONVERSIONS.get(target.name)
            if code is not None and target.arguments.args and _is_address(target.arguments.args[0]):
                self._report(node, code)

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> None:
        code = {cst.Minus: "GB0755", cst.Plus: "GB7510"}.get(type(node.operator))
        if code is not None and _is_address(self.trace.value(node.expression)):
            self._report(node, code)

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        sides = (self.trace.value(node.left), self.trace.value(node.right))
        if isinstance(node.operator, cst.Multiply) and any(_is_address(v) for v in sides):
            self._report(node, "GB3006")

    def _report(self, node: cst.CSTNode, code: str) -> None:
        message = f"`{self.trace.text(node)}` computes with the address of a tensor"
        self.trace.report(node, code, message, "look at addresses outside the region")


_CONVERSIONS = {"builtins.int": "GB3775", "builtins.float": "GB7286", "builtins.abs": "GB9548"}


def _is_address(value: Value) -> bool:
    return any(v == _ADDRESS for v in options(value))


class TextOfForeignObject(Rule):
    """``str(Decimal(...))``: Dynamo follows a ``__str__`` written in Python, not one written in C."""

    codes = frozenset({"GB0005"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "builtins.str" and len(target.arguments.args) == 1:
                self._look(node, target.arguments.args[0])

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        for part in node.parts:
            if isinstance(part, cst.FormattedStringExpression) and part.conversion == "s":
                self._look(node, self.trace.value(part.expression))

    def _look(self, node: cst.CSTNode, value: Value) -> None:
        if all(isinstance(v, ExternalInstance) and v.name in _WRITTEN_IN_C for v in options(value)):
            message = f"`{self.trace.text(node)}` runs a `__str__` written in C"
            self.trace.report(node, "GB0005", message, "make the text once, outside the region")


_WRITTEN_IN_C = frozenset(("decimal.Decimal", "zoneinfo.ZoneInfo"))
