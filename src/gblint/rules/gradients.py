"""Autograd state of tensors and modules: requires_grad, grad_fn, copies of parameters."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.returned import returned_from
from gblint.rules.trace import Trace
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    FALSE,
    TRUE,
    ExternalInstance,
    Instance,
    Tensor,
    options,
    some_tensor,
    strong_tensor,
)  # fmt: skip


class RequiresGrad(Rule):
    """``requires_grad_()`` and assignments of ``requires_grad`` in the region.

    On a tensor from outside it is a change that the graph cannot make; on one that the region computed it is lost where
    that tensor, or what is computed from it, is returned.
    """

    codes = frozenset({"GB0125", "GB0206", "GB8985", "GB7324"})
    calls = frozenset(("torch.Tensor.requires_grad_", "torch.nn.Module.requires_grad_"))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.name == "torch.Tensor.requires_grad_" and target.receiver is not None:
                self._call(node, target)
            elif target.name == "torch.nn.Module.requires_grad_" and isinstance(node.func, cst.Attribute):
                if target.arguments.get(0, "requires_grad") not in (None, TRUE):
                    text = self.trace.text(node.func.value)
                    message = f"`requires_grad_` changes the parameters of `{text}` in the region"
                    self.trace.report(node, "GB0125", message, f"freeze or unfreeze `{text}` before the region")

    def _call(self, node: cst.Call, target: Target) -> None:
        tensor = some_tensor(target.receiver) if target.receiver is not None else None
        if tensor is None or not isinstance(node.func, cst.Attribute):
            return
        base = node.func.value
        text = self.trace.text(base)
        wanted = target.arguments.get(0, "requires_grad") or TRUE
        if not tensor.computed or of_module(self.trace, base):
            # Parameters require gradients already, inputs do not: asking for what is so changes nothing.
            is_input = isinstance(base, cst.Name) and self.trace.is_parameter(base.value)
            if wanted != (FALSE if is_input else TRUE):
                self.trace.report(
                    node,
                    "GB0125",
                    f"`requires_grad_` changes `{text}`, a tensor from outside the graph",
                    f"call it before the region, or work on `{text}.detach()`",
                )
        elif wanted != FALSE:
            self._intermediate(node, text)

    def _intermediate(self, node: cst.Call, text: str) -> None:
        code = self.trace.code
        leaving = returned_from(code.node, node) if code is not None else []
        if not leaving:
            return
        hint = "create the tensor that requires gradients before the region and pass it in, or return it `.detach()`ed"
        message = f"`{text}` is made to require gradients in the region and leaves it"
        if not self.trace.options.fullgraph:
            self.trace.report(node, "GB8985", message, hint)
            return
        for place in leaving:
            self.trace.report(place, "GB7324", message, hint)

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute) and node.attr.value == "requires_grad":
            if strong_tensor(self.trace.value(node.value)) is not None:
                self.trace.report(
                    node,
                    "GB0206",
                    f"`requires_grad` of `{self.trace.text(node.value)}` is assigned in the region",
                    "set it before the region, or use `.detach()` inside",
                )


class GradFn(Rule):
    """``t.grad_fn`` of a tensor that the region computed."""

    codes = frozenset({"GB0104"})
    subjects: ClassVar = {cst.Attribute: (Tensor,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value != "grad_fn":
            return
        tensor = strong_tensor(self.trace.value(node.value))
        if tensor is not None and tensor.computed:
            self.trace.report(
                node,
                "GB0104",
                f"`{self.trace.text(node)}` looks at the autograd graph, which does not exist while tracing",
                "test `requires_grad` instead, or look at `grad_fn` outside the region",
            )


class ModuleCopied(Rule):
    """``copy.deepcopy`` of a module: its parameters are tensors, which have to be copied with ``clone``."""

    codes = frozenset({"GB4198"})
    calls = frozenset(("copy.deepcopy",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            value = target.arguments.get(0)
            if value is not None and any(self.trace.has_parameters(v) for v in options(value)):
                self.trace.report(
                    node,
                    "GB4198",
                    f"`{self.trace.text(node)}` copies the parameters of a module",
                    "copy the module before the region",
                )


def of_module(trace: Trace, node: cst.CSTNode) -> bool:
    """Whether a node is an attribute of a module: ``self.backbone.weight``."""
    return isinstance(node, cst.Attribute) and any(
        isinstance(v, (Instance, ExternalInstance)) for v in options(trace.value(node.value))
    )
