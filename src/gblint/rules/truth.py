"""Decisions by a tensor's value: ``if``, ``while``, ``and``, ``not``, ``assert``, ``in`` (GB0170, GBL001)."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.rules.scalars import draws_number
from gblint.source.walk import walk
from gblint.tracing.expressions import tests_dtype
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    Constant,
    DataScalar,
    OneOf,
    Sequence,
    Tensor,
    Value,
    options,
    strong_tensor,
)  # fmt: skip

CHOOSE = "compute both sides and choose with `torch.where`, or use `torch.cond`"
_MEMBERSHIP = frozenset((cst.In, cst.NotIn))


class TensorTruth(Rule):
    """Python asks a tensor (or a number captured from one) whether it is true."""

    codes = frozenset({"GB0170", "GB0033", "GB0124", "GBL001"})
    calls = names("builtins.any builtins.all builtins.filter")
    subjects: ClassVar = {cst.UnaryOperation: (Tensor, DataScalar)}

    def visit_If(self, node: cst.If) -> None:
        self._condition(node.test, node, "if")

    def visit_While(self, node: cst.While) -> None:
        self._condition(node.test, node, "while")

    def visit_IfExp(self, node: cst.IfExp) -> None:
        self._condition(node.test, node, "the conditional expression")

    def visit_CompIf(self, node: cst.CompIf) -> None:
        self._condition(node.test, node.test, "the comprehension's filter")

    def visit_Assert(self, node: cst.Assert) -> None:
        # `assert t.all()` with no or a constant message goes into the graph; a turned or joined test does not.
        constant = node.msg is None or isinstance(node.msg, (cst.SimpleString, cst.ConcatenatedString))
        constant = constant or (node.msg is not None and isinstance(self.trace.value(node.msg), Constant))
        last: cst.BaseExpression = node.test
        while isinstance(last, cst.BooleanOperation):
            last = last.right
        turned = isinstance(last, cst.UnaryOperation) and isinstance(last.operator, cst.Not)
        exempt = None if turned or not constant else last
        hint = "assert the tensor itself, with a constant message, or use `torch._assert_async`"
        self._condition(node.test, node, "assert", hint, exempt)

    def visit_BooleanOperation(self, node: cst.BooleanOperation) -> None:
        # Kept as a value: the left side is tested. In a condition, the statement goes through both sides.
        if not self.trace.in_test(node):
            word = "and" if isinstance(node.operator, cst.And) else "or"
            if type(node.left) is not cst.UnaryOperation:
                self._operand(node.left, node, word, CHOOSE)

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> None:
        if not isinstance(node.operator, cst.Not) or self.trace.in_test(node):
            return
        value = self.trace.value(node.expression)
        if strong_tensor(value) is not None:
            text = self.trace.text(node.expression)
            self.trace.report(
                node,
                "GBL001" if self.trace.options.scalars_captured else "GB0033",
                f"`not` makes a Python bool of the tensor `{text}`",
                f"stay with tensors: `torch.logical_not({text})`",
            )
        elif _captured(value):
            self._report_captured(node.expression, node, "not")

    def visit_Comparison(self, node: cst.Comparison) -> None:
        if len(node.comparisons) > 1:
            self._chained(node)
        for target in node.comparisons:
            if type(target.operator) in _MEMBERSHIP:
                self._membership(node, target.comparator)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if not target.arguments.args:
                continue
            if target.name != "builtins.filter":
                self._any(node, target.name.removeprefix("builtins."), target.arguments.args[0])
            elif strong_tensor(self.trace.predicate(node)) is not None:
                hint = "make a mask of the test, and choose with `torch.where`"
                self.trace.report(node, "GB0170", "`filter()` decides by the value of a tensor", hint)

    # ---

    def _condition(
        self,
        test: cst.BaseExpression,
        statement: cst.CSTNode,
        word: str,
        hint: str = CHOOSE,
        exempt: cst.BaseExpression | None = None,
    ) -> None:
        """Goes through the operands of a condition in order, as the jumps of its bytecode stand."""
        anchor = statement
        for operand, guarded in _operands(test):
            if operand is exempt:
                continue
            if type(operand) is cst.Comparison:
                anchor = operand
            self._operand(operand, anchor, word, hint, guarded)

    def _operand(
        self, node: cst.BaseExpression, anchor: cst.CSTNode, word: str, hint: str, guarded: bool = False
    ) -> None:
        value = self.trace.value(node)
        if not isinstance(value, (Tensor, DataScalar, OneOf)):
            return
        tensor = strong_tensor(value)
        if tensor is not None and tensor.array and self._drawn(node):
            return  # the number has been read out where it was drawn
        if tensor is not None:
            kind = "array" if tensor.array else "tensor"
            message = f"`{word}` decides by the value of the {kind} `{self.trace.text(node)}`"
            self.trace.report(node, "GB0170", message, hint, note=guarded, start=anchor)
        elif _captured(value):
            self._report_captured(node, anchor, word)

    def _drawn(self, node: cst.BaseExpression) -> bool:
        calls = (n for n in walk(node) if isinstance(n, cst.Call))
        return any(draws_number(target) for call in calls for target in self.trace.targets(call))

    def _report_captured(self, node: cst.BaseExpression, anchor: cst.CSTNode, word: str) -> None:
        text = self.trace.text(node)
        code = "GBL001" if self.trace.options.fullgraph else "GB0170"
        self.trace.report(
            node,
            code,
            f"`{word}` decides by `{text}`, a number read out of a tensor, which no guard can hold",
            "keep the choice in tensors with `torch.where` or `torch.cond`, or state what is known with `torch._check`",
            start=anchor,
        )

    def _chained(self, node: cst.Comparison) -> None:
        """``low < t < high`` tests its first comparison as ``and`` would."""
        sides = [node.left, *(t.comparator for t in node.comparisons)]
        for left, right in pairwise(sides[:-1]):
            pair = [v for s in (left, right) for v in options(self.trace.value(s))]
            if any(isinstance(v, Tensor) and not v.weak for v in pair):
                self.trace.report(
                    node,
                    "GB0170",
                    f"the chained comparison `{self.trace.text(node)}` decides by the value of a tensor",
                    "compare twice and join the results with `&`",
                )
            elif any(isinstance(v, DataScalar) for v in pair):
                self._report_captured(node, node, "the chained comparison")

    def _membership(self, node: cst.Comparison, container: cst.BaseExpression) -> None:
        value = self.trace.value(container)
        if strong_tensor(value) is not None:
            text = self.trace.text(container)
            if not self.trace.options.scalars_captured:
                self.trace.report(
                    node,
                    "GB0124",
                    f"`in` reads out whether the tensor `{text}` holds a value",
                    f"use `torch.isin`, or `({text} == value).any()`, and keep the answer a tensor",
                )
            elif self.trace.in_test(node):
                self._report_captured(node, node, "in")
            return
        listed = any(isinstance(v, Sequence) and v.kind in ("list", "tuple") for v in options(value))
        if listed and self.trace.in_test(node) and strong_tensor(self.trace.value(node.left)) is not None:
            self.trace.report(
                node,
                "GB0170",
                f"`in` compares the tensor `{self.trace.text(node.left)}` with each element and asks for a bool",
                "use `torch.isin`, or compare Python numbers",
            )

    def _any(self, node: cst.Call, name: str, value: Value) -> None:
        for option in options(value):
            element = element_of(option) if isinstance(option, Sequence) else option
            tensor = strong_tensor(element)
            if tensor is not None:
                self.trace.report(
                    node,
                    "GB0170",
                    f"`{name}()` asks each tensor for a Python bool",
                    f"stack them and use `torch.stack(...).{name}()`, and keep the answer a tensor",
                )
            elif _captured(element):
                self._report_captured(node, node, f"{name}()")


def _captured(value: Value) -> bool:
    return any(isinstance(v, DataScalar) for v in options(value))


def _operands(test: cst.BaseExpression, guarded: bool = False) -> list[tuple[cst.BaseExpression, bool]]:
    """What a condition tests, in order: the sides of its ``and``s and ``or``s, without ``not``.

    With each, whether a test of a dtype stands before it: ``x.dtype == torch.float16 and x.isinf().any()``.
    """
    # LibCST's classes are abstract base classes, of which isinstance takes long to say no.
    if type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        return _operands(test.expression, guarded)
    if type(test) is cst.BooleanOperation:
        settled = isinstance(test.operator, cst.And) and tests_dtype(test.left)
        return [*_operands(test.left, guarded), *_operands(test.right, guarded or settled)]
    return [(test, guarded)]
