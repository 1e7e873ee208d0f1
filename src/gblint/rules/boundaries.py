"""Functions kept out of Dynamo (GB0098, GB0099), and modules that a break leaves half built (GB0119)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.source.outline import Code
from gblint.source.walk import walk
from gblint.tracing.values import Bound, Function, Instance, Wrapped


class DisabledCall(Rule):
    """A call of something under ``torch.compiler.disable``.

    The id tells functions that are disabled with all they call (GB0098) from methods and shallow ones (GB0099).
    """

    codes = frozenset({"GB0098", "GB0099", "GB0148"})
    calls = frozenset(("torch.compiler.disable",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.kind == "disabled":
                receiver = target.receiver
                inner = receiver.inner if isinstance(receiver, Wrapped) else receiver
                shallow = isinstance(receiver, Wrapped) and receiver.detail is True  # recursive=False
                code = "GB0098" if isinstance(inner, Function) and not shallow else "GB0099"
                if isinstance(inner, Instance):
                    code = "GB0148"
                name = self.trace.text(node.func)
                what = "method" if isinstance(inner, Bound) else "function"
                self.trace.report(
                    node,
                    code,
                    f"`{name}` is a {what} that `torch.compiler.disable` keeps out of the graph",
                    "call it outside the region, or make it a `torch.library.custom_op` that the graph can hold",
                )


class HalfBuiltModule(Rule):
    """An ``nn.Module`` of the project is built in the region, and its ``__init__`` breaks the graph.

    Dynamo picks up again inside the constructor, and meets an object whose ``nn.Module.__init__`` it has not seen.
    Under fullgraph the first break raises before that.
    """

    codes = frozenset({"GB0119"})
    calls = frozenset(("torch.nn.Module",))

    def visit_Call(self, node: cst.Call) -> None:
        if self.trace.options.fullgraph or not any(t.kind == "construct" for t in self.wanted(node)):
            return
        for code in self.trace.broken(node):
            call = _super_init(code)
            if code.name == "__init__" and call is not None:
                name = code.owner.name if code.owner is not None else self.trace.text(node.func)
                self.trace.report(
                    call,
                    "GB0119",
                    f"the graph breaks while a `{name}` is built, and Dynamo meets the half-built module again",
                    f"build `{name}` in the `__init__` of the module that uses it, and only call it in the region",
                    unit=code.unit,
                )


def _super_init(code: Code) -> cst.Call | None:
    """The call of ``super().__init__`` in a constructor."""
    for node in walk(code.node.body):
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value == "__init__":
            base = node.func.value
            if isinstance(base, cst.Call) and isinstance(base.func, cst.Name) and base.func.value == "super":
                return node
    return None
