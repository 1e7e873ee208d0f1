"""Tensors changed in a way that the graph has no operation for: their shape, storage, ``.data`` or a part."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.rules.gradients import of_module
from gblint.rules.names import names
from gblint.tracing.values import Tensor, strong_tensor

# Operators that change the shape of their receiver: on an input, Dynamo cannot replay them.
_VIEWS_IN_PLACE = names("resize_ resize_as_ set_ unsqueeze_ t_ transpose_ swapaxes_ swapdims_ as_strided_")


class ShapeInPlace(Rule):
    """``resize_``, ``set_``, ``unsqueeze_`` and others that change a tensor's own shape or storage."""

    codes = frozenset({"GB0148", "GB0126", "GB0127"})
    calls = frozenset(f"torch.Tensor.{method}" for method in _VIEWS_IN_PLACE)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            tensor = strong_tensor(target.receiver) if target.receiver is not None else None
            if tensor is not None:
                self._look(node, target.name.rpartition(".")[2], tensor)

    def _look(self, node: cst.Call, method: str, tensor: Tensor) -> None:
        if not tensor.computed:
            code = "GB0148"
        elif method == "resize_":
            code = "GB0126"
        elif method == "resize_as_":
            code = "GB0127"
        else:
            return
        self.trace.report(
            node,
            code,
            f"`{self.trace.text(node)}` changes the shape of a tensor in place",
            f"make a new tensor with `{method.rstrip('_')}` or by slicing, and use that",
        )


# Operators that change the shape of their first argument, in the spelling of a plain function.
_UNBOUND = names(
    "torch.Tensor.t_ torch.Tensor.transpose_ torch.Tensor.unsqueeze_ torch.Tensor.swapaxes_ torch.Tensor.swapdims_"
)


class InPlaceUnbound(Rule):
    """``torch.Tensor.t_(x)``: a change of an input's shape, called as a function of the class."""

    codes = frozenset({"GB0072"})
    calls = _UNBOUND

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.receiver is None and target.arguments.args:
                tensor = strong_tensor(target.arguments.args[0])
                if tensor is not None and not tensor.computed:
                    method = target.name.rpartition(".")[2]
                    message = f"`{self.trace.text(node)}` changes the shape of an input in place"
                    hint = f"make a new tensor with `{method.rstrip('_')}`, and use that"
                    self.trace.report(node, "GB0072", message, hint)


_SPARSE = {"sparse_resize_": "GB0129", "sparse_resize_and_clear_": "GB0130"}


class SparseResize(Rule):
    """The methods that resize a sparse tensor in place."""

    codes = frozenset(_SPARSE.values())

    def wants(self, name: str) -> bool:
        return name.rpartition(".")[2] in _SPARSE

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.receiver is not None and strong_tensor(target.receiver) is not None:
                message = f"`{self.trace.text(node)}` resizes a sparse tensor in place"
                hint = "build a new tensor with `torch.sparse_coo_tensor`, outside the region"
                self.trace.report(node, _SPARSE[target.name.rpartition(".")[2]], message, hint)


class DataAssigned(Rule):
    """``t.data = ...`` of a tensor that the region computed; on one from outside it is replayed."""

    codes = frozenset({"GB0056"})

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute) and node.attr.value == "data":
            tensor = strong_tensor(self.trace.value(node.value))
            if tensor is not None and tensor.computed and not of_module(self.trace, node.value):
                text = self.trace.text(node.value)
                self.trace.report(
                    node,
                    "GB0056",
                    f"`.data` of `{text}`, a tensor computed in the region, is assigned",
                    f"use `{text}.copy_(...)` or a new variable",
                )


class TensorPartAssigned(Rule):
    """``z.real = ...``: attributes of a tensor whose setters are C code, which the graph has no operation for."""

    codes = frozenset({"GB0058"})

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute) and node.attr.value in ("real", "imag"):
            if strong_tensor(self.trace.value(node.value)) is not None:
                text = self.trace.text(node)
                hint = f"copy in place, `{text}.copy_(value)`, or build the tensor with `torch.complex`"
                self.trace.report(node, "GB0058", f"`{text}`, a part of a tensor, is assigned", hint)
