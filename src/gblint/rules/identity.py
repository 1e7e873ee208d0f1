"""What has no identity while tracing: addresses, ids and hashes of tensors."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Bound, External, OneOf, Scalar, Tensor, Value, options, strong_tensor

_EQUALITY = frozenset((cst.Equal, cst.NotEqual))
_COMPARED = _EQUALITY | {cst.LessThan, cst.LessThanEqual, cst.GreaterThan, cst.GreaterThanEqual}
_ADDRESS = Scalar("data pointer")
_IDENTITIES = frozenset(("builtins.id", "builtins.hash"))
_CONVERSIONS = {"builtins.int": "GB3775", "builtins.float": "GB7286", "builtins.abs": "GB9548"}


class TensorIdentity(Rule):
    """Comparing ``id(t)`` of a tensor that the region computed: it has no address that lasts."""

    codes = frozenset({"GB9316", "GB4501"})
    subjects: ClassVar = {cst.Comparison: (Scalar,)}

    def visit_Comparison(self, node: cst.Comparison) -> None:
        operator = type(node.comparisons[0].operator)
        if len(node.comparisons) != 1 or operator not in _COMPARED:
            return
        sides = (node.left, node.comparisons[0].comparator)
        made = [self._is_made_here(side) for side in sides]
        if not any(made) or (all(made) and operator in _EQUALITY):
            return
        message = f"`{self.trace.text(node)}` compares the identity of a tensor that the region computes"
        hint = "compare objects with `is`"
        self.trace.report(node, "GB9316", message, hint)
        if not self.trace.options.fullgraph:
            self.trace.report(node, "GB4501", message, hint)

    def _is_made_here(self, node: cst.CSTNode) -> bool:
        if type(node) is not cst.Call or not node.args:
            return False
        if not any(target.name in _IDENTITIES for target in self.trace.targets(node)):
            return False
        value = self.trace.value(node.args[0].value)
        return isinstance(value, Tensor) and value.computed and not value.weak


class DataPointer(Rule):
    """Comparing addresses of tensors."""

    codes = frozenset({"GB5976"})
    subjects: ClassVar = {cst.Comparison: (Scalar,)}

    def visit_Comparison(self, node: cst.Comparison) -> None:
        others = (t.comparator for t in node.comparisons)
        if _is_address(self.trace.value(node.left)) or any(_is_address(self.trace.value(side)) for side in others):
            self.trace.report(
                node,
                "GB5976",
                f"`{self.trace.text(node)}` compares addresses, which tensors in a graph do not have",
                "compare the tensors themselves with `is`, or compare addresses outside the region",
            )


class AddressArithmetic(Rule):
    """Numbers made of ``t.data_ptr()``, as in ``t.data_ptr() % 16 == 0``: there is an address, but not which."""

    codes = frozenset({"GB0755", "GB7510", "GB9548", "GB3775", "GB7286", "GB3006", "GB0088", "GB0059"})
    calls = frozenset(_CONVERSIONS)
    subjects: ClassVar = dict.fromkeys((cst.UnaryOperation, cst.BinaryOperation), (Scalar,))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.args and _is_address(target.arguments.args[0]):
                self._report(node, _CONVERSIONS[target.name])

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> None:
        code = {cst.Minus: "GB0755", cst.Plus: "GB7510"}.get(type(node.operator))
        if code is not None and _is_address(self.trace.value(node.expression)):
            self._report(node, code)

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        if _is_address(self.trace.value(node.left)) or _is_address(self.trace.value(node.right)):
            self._report(node, _OPERATORS.get(type(node.operator), "GB0088"))

    def _report(self, node: cst.CSTNode, code: str) -> None:
        message = f"`{self.trace.text(node)}` computes with the address of a tensor"
        self.trace.report(
            node,
            code,
            message,
            "look at addresses outside the region, or skip this with `if not torch.compiler.is_compiling():`",
        )


_OPERATORS: dict[type[cst.BaseBinaryOp], str] = {cst.Multiply: "GB3006", cst.Power: "GB0059"}


def _is_address(value: Value) -> bool:
    if isinstance(value, OneOf):
        return _ADDRESS in value.options
    return isinstance(value, Scalar) and value == _ADDRESS


class TensorMethod(Rule):
    """``{x.sum: 1}``, ``{x.sin}``: a bound method of a tensor is hashed, or asked for an attribute."""

    codes = frozenset({"GB0682", "GB0150"})
    calls = frozenset(("builtins.hasattr",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.args and tensor_method(target.arguments.args[0]):
                message = f"`{self.trace.text(node)}` asks a method of a tensor for an attribute"
                self.trace.report(node, "GB0150", message, "ask the tensor or the class: `hasattr(torch.Tensor, name)`")

    def visit_Dict(self, node: cst.Dict) -> None:
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                self._look(element.key)

    def visit_Set(self, node: cst.Set) -> None:
        for element in node.elements:
            self._look(element.value)

    def _look(self, node: cst.BaseExpression) -> None:
        if tensor_method(self.trace.value(node)):
            message = f"`{self.trace.text(node)}`, a method of a tensor, is hashed"
            self.trace.report(node, "GB0682", message, "use the method's name, a string, as the key")


def tensor_method(value: Value) -> bool:
    """Whether a value is a method taken off a tensor."""
    return any(
        isinstance(v, Bound) and isinstance(v.function, External) and strong_tensor(v.receiver) is not None
        for v in options(value)
    )
