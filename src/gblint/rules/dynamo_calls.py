"""Functions of Dynamo itself, called in compiled code."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.members import is_decorated
from gblint.rules.names import names
from gblint.source.walk import walk
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    Bound,
    External,
    Function,
    Instance,
    Mapping,
    Namespace,
    Partial,
    Sequence,
    Value,
    Wrapped,
    options,
    strong_tensor,
)  # fmt: skip

_COMPTIME = names("torch._dynamo.comptime.comptime.graph_break torch._dynamo.comptime.graph_break")
_NONSTRICT = names("torch._dynamo.nonstrict_trace torch.compiler.nonstrict_trace")


class DebuggingSwitch(Rule):
    """``torch._dynamo.skip_frame()``, ``comptime.graph_break()``: breaks made on purpose, left over from debugging."""

    codes = frozenset({"GB4297", "GB4636", "GB0284", "GB0030"})
    calls = _COMPTIME | names("torch._dynamo.skip_frame torch._dynamo.step_unsupported")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.name == "torch._dynamo.skip_frame":
                code = "GB4297"
            elif target.name == "torch._dynamo.step_unsupported":
                code = "GB0284" if self.trace.options.fullgraph else "GB4636"
            else:
                code = "GB0030"
            message = f"`{self.trace.text(node)}` breaks the graph by design"
            self.trace.report(node, code, message, "remove the call, which serves debugging only")


class CompiledInside(Rule):
    """``@torch.compile(...)`` with options on a function that is defined inside the compiled code."""

    codes = frozenset({"GB0223"})
    calls = frozenset(("torch.compile",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            given = target.arguments
            if given.get(0, "model") is None and given.more_args is None:
                message = f"`{self.trace.text(node)}` makes a decorator inside the compiled code"
                self.trace.report(node, "GB0223", message, "remove it: what is called here is compiled anyway")


class NonstrictInside(Rule):
    """``nonstrict_trace`` put around a function that is defined inside the compiled code."""

    codes = frozenset({"GB0078"})
    calls = _NONSTRICT
    subjects: ClassVar = {cst.Attribute: (External, Namespace)}

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            first = target.arguments.get(0)
            if first is not None:
                if any(isinstance(v, Function) and v.code.parent is self.trace.code for v in options(first)):
                    self._report(node)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value == "nonstrict_trace" and any(
            isinstance(v, External) and v.name in _NONSTRICT for v in options(self.trace.value(node))
        ):
            if self._decorates(node):
                self._report(node)

    def _decorates(self, node: cst.CSTNode) -> bool:
        code = self.trace.code
        parts = walk(code.node.body) if code is not None else ()
        return any(isinstance(n, cst.Decorator) and n.decorator is node for n in parts)

    def _report(self, node: cst.CSTNode) -> None:
        message = f"`{self.trace.text(node)}` is applied to a function defined inside the compiled code"
        self.trace.report(node, "GB0078", message, "define the function, with the decorator, at the top of the module")


class ConstantResult(Rule):
    """A function under ``assume_constant_result`` handed a list or dict with tensors in it.

    Dynamo calls such a function for real and needs plain values for that; a tensor alone is one, a container is not.
    """

    codes = frozenset({"GB2520"})
    subjects: ClassVar = {cst.Call: (Function, Bound, Partial, Wrapped, Instance)}

    def visit_Call(self, node: cst.Call) -> None:
        # In this order: what a call goes into is a guard once it is looked at.
        for code in self.trace.inlined(node) if self._holds_tensor(node) else ():
            if is_decorated(code, "assume_constant_result"):
                self.trace.report(
                    node,
                    "GB2520",
                    f"`{self.trace.text(node)}` is handed a container of tensors, and its result taken as constant",
                    "hand it the tensors one by one, or only what it needs of them",
                )

    def _holds_tensor(self, node: cst.Call) -> bool:
        """Whether an argument is a container of tensors."""
        return any(_holds_tensor(self.trace.value(argument.value)) for argument in node.args if not argument.star)


def _holds_tensor(value: Value) -> bool:
    for option in options(value):
        if isinstance(option, Sequence):
            if strong_tensor(element_of(option)) is not None:
                return True
        elif isinstance(option, Mapping) and any(strong_tensor(part) is not None for _, part in option.items):
            return True
    return False
