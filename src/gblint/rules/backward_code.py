"""Code that runs in the backward pass asks a gradient for what is not known before (GB0102, GB0068, GB7444)."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
from libcst.helpers import get_full_name_for_node

from gblint.rules import Rule
from gblint.rules.members import binding
from gblint.rules.names import names
from gblint.source.outline import Code, FunctionDef
from gblint.source.walk import walk
from gblint.tracing.values import Bound, Class, Function, Value, options, strong_tensor

# Properties of a gradient that depend on how the backward pass comes to compute it.
_BANNED = names("layout is_neg is_conj is_pinned")
_STRIDES = names("stride storage_offset is_contiguous")
_UNBOUND = frozenset(f"torch.Tensor.{name}" for name in _BANNED)
_HINT = "write the backward code for any layout: call `.contiguous()` instead of asking"


class GradientLayout(Rule):
    """``grad.layout``, ``grad.is_conj()`` in the ``backward`` of an autograd function or in a tensor's hook.

    Dynamo traces that code together with the forward pass, on a stand-in for the gradient. In a hook the questions
    about strides are refused too.
    """

    codes = frozenset({"GB0102", "GB0068", "GB7444"})

    def wants(self, name: str) -> bool:
        return name == "torch.Tensor.register_hook" or name.endswith("autograd.Function.apply")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.name == "torch.Tensor.register_hook":
                receiver = target.receiver
                if target.arguments.args and receiver is not None and strong_tensor(receiver) is not None:
                    self._hook(node, target.arguments.args[0])
            elif isinstance(target.receiver, Class):
                backward = binding(self.trace, target.receiver.definition, "backward")
                if isinstance(backward, FunctionDef) and backward.code is not None:
                    self._look(backward.code, 1)

    def _hook(self, node: cst.Call, hook: Value) -> None:
        for option in options(hook):
            bound = isinstance(option, Bound)
            function = option.function if isinstance(option, Bound) else option
            if not isinstance(function, Function):
                continue
            self._look(function.code, int(bound))
            for use in _uses(function.code, int(bound), _STRIDES):
                self.trace.report(
                    node,
                    "GB7444",
                    f"the hook asks the gradient for `{use.attr.value}`, which is not known before the backward pass",
                    _HINT,
                )

    def _look(self, code: Code, first: int) -> None:
        for use in _uses(code, first, _BANNED):
            self.trace.report(
                use,
                "GB0102",
                f"`{self.trace.text(use, code.unit)}` asks a gradient for what is not known before the backward pass",
                _HINT,
                unit=code.unit,
            )
        for call in _unbound_calls(code, first):
            self.trace.report(
                call,
                "GB0068",
                f"`{self.trace.text(call, code.unit)}` asks a gradient for what is not known before the backward pass",
                _HINT,
                unit=code.unit,
            )


def _unbound_calls(code: Code, first: int) -> Iterator[cst.Call]:
    """Where a function calls ``torch.Tensor.is_neg(grad)`` on a parameter of its own."""
    for part in walk(code.node.body):
        if isinstance(part, cst.Call) and part.args and get_full_name_for_node(part.func) in _UNBOUND:
            if _is_given(code, first, part.args[0].value):
                yield part


def _uses(code: Code, first: int, attributes: frozenset[str]) -> Iterator[cst.Attribute]:
    """Where a function reads one of these attributes off a parameter of its own, the first ones left out."""
    for part in walk(code.node.body):
        if isinstance(part, cst.Attribute) and part.attr.value in attributes and _is_given(code, first, part.value):
            yield part


def _is_given(code: Code, first: int, node: cst.CSTNode) -> bool:
    """Whether a name stands for a parameter, from number ``first`` on, that has not been assigned to before it."""
    parameters = code.node.params
    names_of = [p.name.value for p in (*parameters.posonly_params, *parameters.params)][first:]
    if not isinstance(node, cst.Name) or node.value not in names_of:
        return False
    line = _line(code, node)
    return not any(
        isinstance(name, cst.Name) and name.value == node.value and _line(code, name) < line
        for part in walk(code.node.body)
        if isinstance(part, cst.AssignTarget)
        for name in walk(part.target)
    )


def _line(code: Code, node: cst.CSTNode) -> int:
    span = code.unit.span(node)
    return span.line if span is not None else 0
