"""Comparisons that Dynamo would have to decide: of lists of tensors, of partials (GB6622, GB4608)."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Constant, DataScalar, Partial, Scalar, Sequence, Tensor, Value, options, strong_tensor

_EQUALITY = frozenset((cst.Equal, cst.NotEqual))
_ORDER = frozenset((cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual))


class SequenceOfTensors(Rule):
    """``(score, 1) == (best, 1)``: lists and tuples are compared element by element, and one of them is a tensor."""

    codes = frozenset({"GB6622"})
    subjects: ClassVar = {cst.Comparison: (Sequence,)}

    def visit_Comparison(self, node: cst.Comparison) -> None:
        left = node.left
        for target in node.comparisons:
            right = target.comparator
            one, other, operator = self.trace.value(left), self.trace.value(right), type(target.operator)
            if isinstance(one, Sequence) and (operator in _EQUALITY or operator in _ORDER):
                reached = self._reaches_tensor(left, right, one, other, operator in _ORDER)
                if reached and self.trace.text(left) != self.trace.text(right):
                    self.trace.report(
                        node,
                        "GB6622",
                        f"`{self.trace.text(node)}` compares tensors, element by element",
                        "compare the tensors themselves with `torch.equal` outside the region, or only the plain parts",
                    )
            left = right

    def _reaches_tensor(
        self, left: cst.CSTNode | None, right: cst.CSTNode | None, one: Value, other: Value, ordered: bool
    ) -> bool:
        """Whether comparing two sequences comes to a pair of which one is a tensor, before another pair decides."""
        if not isinstance(one, Sequence) or not isinstance(other, Sequence) or one.kind != other.kind:
            return False
        if one.kind not in ("list", "tuple") or one.items is None or other.items is None:
            return False
        if not ordered and len(one.items) != len(other.items):
            return False
        for i, (a, b) in enumerate(zip(one.items, other.items, strict=False)):
            first, second = _element(left, i), _element(right, i)
            if first is not None and second is not None and self.trace.text(first) == self.trace.text(second):
                continue  # the same object on both sides
            if strong_tensor(a) is not None or strong_tensor(b) is not None:
                return all(_is_number(v) for v in (*options(a), *options(b)))
            if isinstance(a, Sequence) and isinstance(b, Sequence):
                if self._reaches_tensor(first, second, a, b, ordered):
                    return True
            if not isinstance(a, Constant) or a != b:
                return False  # decided here, or perhaps so
        return False


def _element(node: cst.CSTNode | None, i: int) -> cst.CSTNode | None:
    if not isinstance(node, (cst.List, cst.Tuple)) or any(isinstance(e, cst.StarredElement) for e in node.elements):
        return None
    return node.elements[i].value


def _is_number(value: Value) -> bool:
    if isinstance(value, Constant):
        return isinstance(value.value, (int, float))
    return isinstance(value, (Scalar, DataScalar)) or (isinstance(value, Tensor) and not value.weak)


class PartialsCompared(Rule):
    """Two ``functools.partial`` objects made in the region are compared with ``==``."""

    codes = frozenset({"GB4608"})
    subjects: ClassVar = {cst.Comparison: (Partial,)}

    def visit_Comparison(self, node: cst.Comparison) -> None:
        if not isinstance(self.trace.value(node.left), Partial):
            return
        if len(node.comparisons) != 1 or type(node.comparisons[0].operator) not in _EQUALITY:
            return
        sides = (node.left, node.comparisons[0].comparator)
        if not all(isinstance(self.trace.value(s), Partial) and self._is_local(s) for s in sides):
            return
        if self.trace.text(sides[0]) != self.trace.text(sides[1]):
            self.trace.report(
                node,
                "GB4608",
                f"`{self.trace.text(node)}` compares `functools.partial` objects that are made in the region",
                "compare their functions: `a.func is b.func`",
            )

    def _is_local(self, node: cst.CSTNode) -> bool:
        return isinstance(node, cst.Call) or (isinstance(node, cst.Name) and self.trace.is_local(node.value))
