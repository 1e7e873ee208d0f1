"""Subclasses of ``torch.autograd.Function``: what Dynamo does not take of them."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.source.outline import ClassDef, FunctionDef
from gblint.source.walk import walk
from gblint.tracing.frame import Target
from gblint.tracing.values import Class, Function, Partial, Value, Wrapped, options

_FUNCTION = "torch.autograd.Function"
_OWN = frozenset(("apply", "forward", "backward", "setup_context", "vjp", "jvp", "vmap"))


class AutogradFunction(Rule):
    """``F.apply(...)`` of a function with a ``vjp`` or ``jvp`` of its own, or with keyword-only arguments."""

    codes = frozenset({"GB0144", "GB0145", "GB4372"})
    calls = frozenset((f"{_FUNCTION}.apply",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if isinstance(target.receiver, Class):
                self._apply(node, target, target.receiver.definition)

    def _apply(self, node: cst.Call, target: Target, definition: ClassDef) -> None:
        text = self.trace.text(node)
        forward = self._member(definition, "forward")
        code = forward.code if forward is not None else None
        only = {p.name.value for p in code.node.params.kwonly_params} if code is not None else set()
        if handed := [name for name, _ in target.arguments.keywords if name in only]:
            self.trace.report(
                node,
                "GB4372",
                f"`{text}` hands the keyword-only argument `{handed[0]}` to `{definition.name}.forward`",
                f"make `{handed[0]}` an ordinary parameter of `forward`",
            )
            return
        for name, number in (("vjp", "GB0145"), ("jvp", "GB0144")):
            if self._member(definition, name) is not None:
                self.trace.report(
                    node,
                    number,
                    f"`{definition.name}` has a `{name}` of its own, which Dynamo does not trace",
                    f"keep `{name}` in a subclass that only eager code uses",
                )
                return

    def _member(self, definition: ClassDef, name: str) -> FunctionDef | None:
        found = self.trace.frame.tracer.classes.find(definition, name)
        return found[1] if found is not None and isinstance(found[1], FunctionDef) else None


class InstanceMethodOfFunction(Rule):
    """``F.helper(x)`` of a method without ``@staticmethod`` in a subclass of ``torch.autograd.Function``."""

    codes = frozenset({"GB0140"})
    subjects: ClassVar = {cst.Call: (Class,)}

    def visit_Call(self, node: cst.Call) -> None:
        if type(node.func) is not cst.Attribute or node.func.attr.value in _OWN:
            return
        for option in options(self.trace.value(node.func.value)):
            if not isinstance(option, Class):
                continue
            tracer = self.trace.frame.tracer
            if tracer.classes.derives_from(option.definition, _FUNCTION) is not True:
                continue
            found = tracer.classes.find(option.definition, node.func.attr.value)
            if found and isinstance(found[1], FunctionDef) and isinstance(tracer.function_value(found[1]), Function):
                self.trace.report(
                    node,
                    "GB0140",
                    f"`{self.trace.text(node.func)}` is no static method of the autograd function",
                    "put `@staticmethod` above it, or make it a function of the module",
                )


class FunctionMembers(Rule):
    """``apply`` of an ``autograd.Function`` whose ``forward`` is no function, or sets a private switch."""

    codes = frozenset({"GB0346", "GB0347"})

    def wants(self, name: str) -> bool:
        return name.endswith(("autograd.Function.apply", "function.Function.apply"))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
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


def _is_partial(value: Value) -> bool:
    inner = value.inner if isinstance(value, Wrapped) else value
    return isinstance(inner, Partial) and isinstance(inner.function, Function)


def _sets_switch(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.AssignTarget) and (
        isinstance(node.target, cst.Attribute) and node.target.attr.value == "_materialize_non_diff_grads"
    )
