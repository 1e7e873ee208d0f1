"""Reading a ``MappingProxyType`` after a dict has changed: Dynamo does not know which dict it shows (GB0198)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.frame import Frame
from gblint.tracing.values import ExternalInstance, Mapping, options


class ProxyAfterChange(Rule):
    """``cache["x"] = y`` of a dict from outside the function, and after it a lookup in a mapping proxy."""

    codes = frozenset({"GB0198"})

    def __init__(self) -> None:
        super().__init__()
        self._changed: Frame | None = None  # the frame in which a dict was changed last

    def visit_store(self, node: cst.CSTNode) -> None:
        if not isinstance(node, cst.Subscript):
            return
        base = node.value
        outer = not isinstance(base, cst.Name) or not self.trace.is_local(base.value)
        if outer and any(_is_dict(v) for v in options(self.trace.value(base))):
            self._changed = self.trace.frame

    def visit_Subscript(self, node: cst.Subscript) -> None:
        self._look(node, node.value)

    def visit_Call(self, node: cst.Call) -> None:
        if isinstance(node.func, cst.Attribute):
            self._look(node, node.func.value)

    def _look(self, node: cst.CSTNode, base: cst.CSTNode) -> None:
        if self._changed is not self.trace.frame:
            return
        if self.trace.value(base) == ExternalInstance("types.MappingProxyType"):
            self.trace.report(
                node,
                "GB0198",
                f"`{self.trace.text(node)}` reads a mapping proxy after a dict has been changed",
                "read it before the dict is changed, or use the dict that it shows",
            )


def _is_dict(value: object) -> bool:
    return isinstance(value, Mapping)
