"""Sparse tensors that live on: Dynamo cannot take one up again."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.resumption import order_of
from gblint.tracing.values import Tensor
from gblint.tracing.visitors import Sparse


class SparseTaken(Rule):
    """A sparse tensor that is used in a graph it comes into from outside: as an argument, or after a break.

    By default what makes one breaks; its result comes into the graph that would follow, and ends that at its first use.
    """

    codes = frozenset({"GB0015"})
    subjects: ClassVar = dict.fromkeys((cst.Name, cst.Subscript, cst.Call), (Sparse,))

    def visit_Name(self, node: cst.Name) -> None:
        self._look(node)

    def visit_Subscript(self, node: cst.Subscript) -> None:
        self._look(node)

    def visit_Call(self, node: cst.Call) -> None:
        self._look(node)

    def _look(self, node: cst.BaseExpression) -> None:
        value = self.trace.value(node)
        code = self.trace.code
        if not (isinstance(value, Tensor) and value.sparse) or self.trace.options.fullgraph or code is None:
            return
        parent = order_of(code.node).parent
        around = parent.get(id(node))
        while isinstance(around, (cst.Element, cst.List, cst.Tuple)):
            around = parent.get(id(around))
        if isinstance(around, (cst.Assign, cst.AnnAssign, cst.NamedExpr, cst.Expr)):
            return  # only given a name, or dropped
        if isinstance(node, cst.Call) and isinstance(parent.get(id(node)), cst.Return):
            return  # handed out as it was made
        text = self.trace.text(node)
        message = f"`{text}` is a sparse tensor, which comes into the graph from outside"
        self.trace.report(node, "GB0015", message, "keep what works on sparse tensors outside the region")
        self.trace.give_up()
