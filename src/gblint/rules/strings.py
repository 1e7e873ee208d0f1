"""Strings made of tensors: lazy until they are used (GB0088, GB0156, GB0569), formatting with % (GB0033, GB0208)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import (
    Constant,
    DataScalar,
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
    """The text of a tensor is used while the graph is made."""

    codes = frozenset({"GB0088", "GB0156", "GB0569", "GB0033", "GB0208", "GB9648", "GB4411", "GB3934"})

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
        elif isinstance(node.operator, cst.Add) and (_is_text(left) or _is_text(right)):
            self._report(node, "GB3934")

    def visit_Comparison(self, node: cst.Comparison) -> None:
        for target in node.comparisons:
            sides = (self.trace.value(node.left), self.trace.value(target.comparator))
            if isinstance(target.operator, (cst.Equal, cst.NotEqual)) and any(_is_text(v) for v in sides):
                self._report(node, "GB9648")
            elif isinstance(target.operator, (cst.In, cst.NotIn)) and _is_text(sides[1]):
                self._report(node, "GB4411")

    def _report(self, node: cst.CSTNode, code: str) -> None:
        self.trace.report(node, code, f"`{self.trace.text(node)}` uses the text of a tensor", HINT)


def _is_text(value: Value) -> bool:
    return any(v == _TEXT for v in options(value))
