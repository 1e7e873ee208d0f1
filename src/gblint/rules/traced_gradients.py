"""``torch.autograd.grad`` where Dynamo traces it (``trace_autograd_ops``): what it then demands."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.source.walk import walk
from gblint.tracing.frame import Target
from gblint.tracing.values import TRUE, Class, Function, Partial, Sequence, Value, Wrapped, options


class GradientOf(Rule):
    """Inputs that are an iterator; a result that is returned although its graph has been used up."""

    codes = frozenset({"GB6663", "GB4927"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "torch.autograd.grad" and self.trace.options.trace_autograd:
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        inputs = target.arguments.args[1] if len(target.arguments.args) > 1 else None
        text = self.trace.text(node)
        if inputs is not None and _is_iterator(inputs):
            message = f"`{text}` is given an iterator of inputs"
            self.trace.report(node, "GB6663", message, "make a tuple of it: `tuple(module.parameters())`")
            return
        kept = any(target.arguments.keyword(name) == TRUE for name in ("retain_graph", "create_graph"))
        output = node.args[0].value if node.args else None
        code = self.trace.code
        if not kept and isinstance(output, cst.Name) and code is not None and _returns(code.node, output.value):
            message = f"`{text}` uses up the graph of `{output.value}`, which is returned"
            self.trace.report(node, "GB4927", message, f"return `{output.value}.detach()`, or pass `retain_graph=True`")


class FunctionMembers(Rule):
    """``apply`` of an ``autograd.Function`` whose ``forward`` is no function, or sets a private switch."""

    codes = frozenset({"GB0346", "GB0347"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name.endswith("autograd.Function.apply") or target.name.endswith("function.Function.apply"):
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        cls = target.receiver
        text = self.trace.text(node)
        if isinstance(cls, Class) and any(_is_partial(v) for v in options(self.trace.class_attribute(cls, "forward"))):
            message = f"`forward` of `{cls.definition.name}` is no function of its own"
            self.trace.report(node, "GB0346", message, "write `forward` as a static method with `def`")
            return
        for code in self.trace.inlined(node):
            if any(_sets_switch(part) for part in walk(code.node.body)):
                message = f"`{text}` runs a `forward` that sets `_materialize_non_diff_grads`"
                self.trace.report(node, "GB0347", message, "leave this private switch of the context alone")


def _is_iterator(value: Value) -> bool:
    return isinstance(value, Sequence) and value.kind in ("iterator", "generator")


def _is_partial(value: Value) -> bool:
    inner = value.inner if isinstance(value, Wrapped) else value
    return isinstance(inner, Partial) and isinstance(inner.function, Function)


def _sets_switch(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.AssignTarget) and (
        isinstance(node.target, cst.Attribute) and node.target.attr.value == "_materialize_non_diff_grads"
    )


def _returns(code: cst.CSTNode, name: str) -> bool:
    """Whether a variable itself is returned, alone or in a tuple."""
    for part in walk(code):
        if isinstance(part, cst.Return) and part.value is not None:
            parts = part.value.elements if isinstance(part.value, cst.Tuple) else ()
            values = [element.value for element in parts] or [part.value]
            if any(isinstance(value, cst.Name) and value.value == name for value in values):
                return True
    return False
