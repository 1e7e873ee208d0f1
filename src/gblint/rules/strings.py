"""Strings made of tensors: lazy until they are used, and then there is no value to show."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.identity import tensor_method
from gblint.rules.names import names
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    Constant,
    DataScalar,
    Function,
    OneOf,
    Partial,
    Scalar,
    Sequence,
    Value,
    any_option,
    options,
    strong_tensor,
)  # fmt: skip

HINT = "make the text outside the region, from values that it returns"
_TEXT = Scalar("tensor string")
_USES = names("builtins.len builtins.str.join builtins.hasattr")


class TensorString(Rule):
    """The text of a tensor is used while the graph is made: measured, sliced, compared, put together."""

    codes = frozenset(names("GB0033 GB0088 GB0150 GB0156 GB0208 GB0569 GB3934 GB4411 GB4880 GB9458 GB9648"))
    subjects: ClassVar = {cst.Comparison: (Scalar,), cst.Subscript: (Scalar,), cst.BinaryOperation: (Scalar, Constant)}

    def wants(self, name: str) -> bool:
        return name in _USES or name.startswith("builtins.tensor string.")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            first = target.arguments.args[0] if target.arguments.args else None
            if target.name == "builtins.len" and first is not None and _is_text(first):
                self._report(node, "GB0088")
            elif target.name == "builtins.str.join" and first is not None:
                if any(isinstance(v, Sequence) and _is_text(element_of(v)) for v in options(first)):
                    self._report(node, "GB0156")
            elif target.name == "builtins.hasattr" and first is not None and _is_text(first):
                self._report(node, "GB0150")
            elif target.name not in _USES:  # a method of the text itself
                self._report(node, "GB0156")

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
        if isinstance(left, Constant) and isinstance(left.value, str) and isinstance(node.operator, cst.Modulo):
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
            right = _is_text(self.trace.value(target.comparator))
            if not right and not _is_text(self.trace.value(node.left)):
                continue
            if isinstance(target.operator, (cst.Equal, cst.NotEqual)):
                self._report(node, "GB9648")
            elif isinstance(target.operator, (cst.In, cst.NotIn)) and right:
                self._report(node, "GB4411")

    def _report(self, node: cst.CSTNode, code: str) -> None:
        self.trace.report(node, code, f"`{self.trace.text(node)}` uses the text of a tensor", HINT)


class ReprTaken(Rule):
    """``repr(f)`` of a closure over a tensor, of a tensor's method or text, of a ``partial`` that holds a tensor."""

    codes = frozenset({"GB1584", "GB6053"})
    calls = frozenset(("builtins.repr",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.args:
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
    if isinstance(value, OneOf):
        return _TEXT in value.options
    return isinstance(value, Scalar) and value == _TEXT
