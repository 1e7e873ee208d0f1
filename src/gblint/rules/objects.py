"""Operators on objects of the user's classes, and on numbers that Dynamo keeps as tensors (GB0055, GB0059, GB0213)."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import (
    Constant,
    ExternalInstance,
    Instance,
    Scalar,
    Tensor,
    Value,
    options,
    strong_tensor,
)  # fmt: skip


class ObjectOperator(Rule):
    """``object @ tensor`` and ``object @ object`` of classes with operators of their own.

    With a tensor on the other side Dynamo takes the operation for its own, and has no graph value for the object.
    """

    codes = frozenset({"GB0055", "GB0059"})
    subjects: ClassVar = {cst.BinaryOperation: (Instance,)}

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        left, right = self.trace.value(node.left), self.trace.value(node.right)
        name = _OPERATORS.get(type(node.operator))
        objects = [v for v in (left, right) if isinstance(v, Instance) and name and self._has_operator(v, name)]
        if not objects:
            return
        text = self.trace.text(node)
        if len(objects) == 1 and (strong_tensor(left) is not None or strong_tensor(right) is not None):
            self.trace.report(
                node,
                "GB0055",
                f"`{text}` combines a tensor with an object of the class `{objects[0].cls.definition.name}`",
                "call a method of the object on the tensor instead of using the operator",
            )
        elif len(objects) == 2 and isinstance(node.operator, cst.MatrixMultiply):
            message = f"`{text}` calls `{objects[0].cls.definition.name}.__matmul__`, which Dynamo does not inline"
            self.trace.report(node, "GB0059", message, "call an ordinary method instead of using `@`")

    def _has_operator(self, instance: Instance, name: str) -> bool:
        return self.trace.defines(instance, f"__{name}__") or self.trace.defines(instance, f"__r{name}__")


_OPERATORS: dict[type[cst.BaseBinaryOp], str] = {
    cst.Add: "add",
    cst.Subtract: "sub",
    cst.Multiply: "mul",
    cst.Divide: "truediv",
    cst.FloorDivide: "floordiv",
    cst.Modulo: "mod",
    cst.Power: "pow",
    cst.MatrixMultiply: "matmul",
    cst.BitAnd: "and",
    cst.BitOr: "or",
    cst.BitXor: "xor",
}


class DrawnNumber(Rule):
    """Python arithmetic on a number from ``random.uniform`` or ``random.randint``, which Dynamo keeps as a tensor."""

    codes = frozenset({"GB0213"})
    subjects: ClassVar = dict.fromkeys((cst.UnaryOperation, cst.BinaryOperation), (Tensor,))

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        self._look(node, self.trace.value(node.left), self.trace.value(node.right))

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> None:
        if isinstance(node.operator, cst.Minus):
            self._look(node, self.trace.value(node.expression), Constant(0))

    def _look(self, node: cst.CSTNode, left: Value, right: Value) -> None:
        sides = [*options(left), *options(right)]
        if any(isinstance(v, Tensor) and v.drawn for v in sides) and all(
            isinstance(v, (Constant, Scalar)) or (isinstance(v, Tensor) and v.drawn) for v in sides
        ):
            self.trace.report(
                node,
                "GB0213",
                f"`{self.trace.text(node)}` computes with a number drawn by `random`, which Dynamo keeps as a tensor",
                "draw it outside the region and pass it in, or draw with `torch.rand(())`",
            )


class GeneratorArgument(Rule):
    """``torch.rand(3, generator=g)`` with a ``torch.Generator``: no object of the graph stands for a generator."""

    codes = frozenset({"GB0055"})

    def wants(self, name: str) -> bool:
        return name.startswith("torch.")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            given = target.arguments.keyword("generator")
            if given is not None and all(v == ExternalInstance("torch.Generator") for v in options(given)):
                self.trace.report(
                    node,
                    "GB0055",
                    f"`{self.trace.text(node.func)}` is given a `torch.Generator`, which cannot be put into the graph",
                    "draw the random numbers before the region and pass them in, or use the default generator",
                )
