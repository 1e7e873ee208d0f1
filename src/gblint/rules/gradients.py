"""Autograd state and storage of tensors: requires_grad, grad_fn, data_ptr, in-place changes of shape."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.frame import Target
from gblint.tracing.values import FALSE, Scalar, Tensor, options, some_tensor, strong_tensor

# Operators that change the shape of their receiver: on an input, Dynamo cannot replay them.
_VIEWS_IN_PLACE = frozenset("resize_ resize_as_ set_ unsqueeze_ t_ transpose_ swapaxes_ swapdims_ as_strided_".split())


class RequiresGrad(Rule):
    """``requires_grad_()`` and assignments of ``requires_grad`` in the region."""

    codes = frozenset({"GB0125", "GB0206", "GB8985"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "torch.Tensor.requires_grad_" and target.receiver is not None:
                self._call(node, target)

    def _call(self, node: cst.Call, target: Target) -> None:
        tensor = some_tensor(target.receiver) if target.receiver is not None else None
        if tensor is None:
            return
        text = self.trace.text(node.func.value) if isinstance(node.func, cst.Attribute) else self.trace.text(node)
        if not tensor.computed:
            self.trace.report(
                node,
                "GB0125",
                f"`requires_grad_` changes `{text}`, a tensor from outside the graph",
                "call it before the region, or work on `.detach()` of the tensor",
            )
        elif target.arguments.get(0, "requires_grad") != FALSE:
            self.trace.report(
                node,
                "GB8985",
                f"`{text}` is made to require gradients in the region and leaves it",
                "create the tensor that requires gradients outside the region, and pass it in",
            )

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute) and node.attr.value == "requires_grad":
            if strong_tensor(self.trace.value(node.value)) is not None:
                self.trace.report(
                    node,
                    "GB0206",
                    f"`requires_grad` of `{self.trace.text(node.value)}` is assigned in the region",
                    "set it before the region, or use `.detach()` inside",
                )

    def visit_Attribute(self, node: cst.Attribute) -> None:
        """Needed for ``visit_store``; reading the attribute is clean."""


class GradFn(Rule):
    """``t.grad_fn`` of a tensor that the region computed."""

    codes = frozenset({"GB0104"})

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value != "grad_fn":
            return
        tensor = strong_tensor(self.trace.value(node.value))
        if tensor is not None:
            self.trace.report(
                node,
                "GB0104",
                f"`{self.trace.text(node)}` looks at the autograd graph, which does not exist while tracing",
                "test `requires_grad` instead, or look at `grad_fn` outside the region",
            )


class DataPointer(Rule):
    """Comparing addresses of tensors."""

    codes = frozenset({"GB5976"})

    def visit_Comparison(self, node: cst.Comparison) -> None:
        sides = [node.left, *(t.comparator for t in node.comparisons)]
        if any(v == Scalar("data pointer") for s in sides for v in options(self.trace.value(s))):
            self.trace.report(
                node,
                "GB5976",
                f"`{self.trace.text(node)}` compares addresses, which tensors in a graph do not have",
                "compare the tensors themselves with `is`, or compare addresses outside the region",
            )


class ShapeInPlace(Rule):
    """``resize_``, ``set_``, ``unsqueeze_`` and others that change a tensor's own shape or storage."""

    codes = frozenset({"GB0148", "GB0126", "GB0127", "GB0128"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            method = target.name.removeprefix("torch.Tensor.")
            if method in _VIEWS_IN_PLACE and target.receiver is not None:
                tensor = strong_tensor(target.receiver)
                if tensor is not None:
                    self._look(node, method, tensor)

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
