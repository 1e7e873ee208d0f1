"""Strings made of tensors: lazy until they are used, and then there is no value to show."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.rules.identity import tensor_method
from gblint.rules.names import names
from gblint.tracing.values import (
    Constant,
    DataScalar,
    Function,
    Partial,
    Scalar,
    Sequence,
    Value,
    any_option,
    element_of,
    options,
    strong_tensor,
)

HINT = "make the text outside the region, from values that it returns"
_TEXT = Scalar("tensor string")


class TensorString(Rule):
    """The text of a tensor is used while the graph is made: measured, sliced, compared, put together."""

    codes = frozenset(names("GB0033 GB0088 GB0150 GB0156 GB0208 GB0569 GB3934 GB4411 GB4880 GB9458 GB9648"))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            first = target.arguments.args[0] if target.arguments.args else None
            if target.name == "builtins.len" and first is not None and _is_text(first):
                self._report(node, "GB0088")
            elif target.name.startswith("builtins.tensor string."):
                self._report(node, "GB0156")
            elif target.name == "builtins.str.join" and first is not None:
                if any(isinstance(v, Sequence) and _is_text(element_of(v)) for v in options(first)):
                    self._report(node, "GB0156")
            elif target.name == "builtins.hasattr" and first is not None and _is_text(first):
                self._report(node, "GB0150")

    def visit_Subscript(self, node: cst.Subscript) -> None:
        if _is_text(self.trace.value(node.value)):
            self._report(node, "GB4880")

    def visit_FormattedString(self, node: cst.FormattedString) -> None:
        for part in node.parts:
            if isinstance(part, cst.FormattedStringExpression) and part.conversion == "r":
                if strong_tensor(self.trace.value(part.expression)) is not None:
                    self._report(node, "GB0569")

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        left, right = self.trace.value(node.left), self.trace.value(node.right)
        if isinstance(node.operator, cst.Modulo) and isinstance(left, Constant) and isinstance(left.value, str):
            values = [right, *(right.items or () if isinstance(right, Sequence) else ())]
            if any(strong_tensor(v) is not None for v in values):
                number = "GBL001" if self.trace.options.scalars_captured else "GB0033"
                self._report(node, "GB0208" if "%s" in left.value or "%r" in left.value else number)
            elif any(any_option(v, DataScalar) for v in values):
                self._report(node, "GB0088")
        elif _is_text(left) or _is_text(right):
            self._extended(node, isinstance(node.operator, cst.Add), isinstance(node.operator, cst.Multiply))

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        if _is_text(self.trace.value(node.target)) or _is_text(self.trace.value(node.value)):
            added, repeated = isinstance(node.operator, cst.AddAssign), isinstance(node.operator, cst.MultiplyAssign)
            self._extended(node, added, repeated)

    def _extended(self, node: cst.CSTNode, added: bool, repeated: bool) -> None:
        if added or repeated:
            self._report(node, "GB3934" if added else "GB9458")

    def visit_Comparison(self, node: cst.Comparison) -> None:
        for target in node.comparisons:
            sides = (self.trace.value(node.left), self.trace.value(target.comparator))
            if isinstance(target.operator, (cst.Equal, cst.NotEqual)) and any(_is_text(v) for v in sides):
                self._report(node, "GB9648")
            elif isinstance(target.operator, (cst.In, cst.NotIn)) and _is_text(sides[1]):
                self._report(node, "GB4411")

    def _report(self, node: cst.CSTNode, code: str) -> None:
        self.trace.report(node, code, f"`{self.trace.text(node)}` uses the text of a tensor", HINT)


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


def _is_text(value: Value) -> bool:
    return any(v == _TEXT for v in options(value))
