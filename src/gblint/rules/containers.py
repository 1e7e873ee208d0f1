"""Dicts and named tuples that Dynamo cannot build, or whose contents it loses sight of."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.frame import Frame
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    ExternalInstance,
    Mapping,
    Sequence,
    Value,
    any_option,
    options,
    strong_tensor,
)  # fmt: skip


class KeysNotHashable(Rule):
    """``dict.fromkeys`` of lists, sets or dicts, which cannot be keys."""

    codes = frozenset({"GB0183"})
    calls = frozenset(("builtins.dict.fromkeys",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            keys = target.arguments.get(0)
            for option in options(keys) if keys is not None else ():
                if isinstance(option, Sequence) and option.items and all(_unhashable(v) for v in option.items):
                    message = f"`{self.trace.text(node)}` makes keys of values that cannot be hashed"
                    self.trace.report(node, "GB0183", message, "make tuples of them first")


def _unhashable(value: Value) -> bool:
    return any_option(value, Mapping) or any(
        isinstance(v, Sequence) and v.kind in ("list", "set") for v in options(value)
    )


class NamedTupleMade(Rule):
    """``namedtuple(...)`` called in the region with field names or defaults that are no constants."""

    codes = frozenset({"GB0201"})
    calls = frozenset(("collections.namedtuple",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if any(_unfit(v) for v in target.arguments.values):
                self.trace.report(
                    node,
                    "GB0201",
                    f"`{self.trace.text(node)}` makes a class from values that are not constant",
                    "define the named tuple at the top of the module, or give the names as a list of strings",
                )


def _unfit(value: Value) -> bool:
    for option in options(value):
        if isinstance(option, Sequence):
            if option.kind == "iterator" or any(strong_tensor(v) is not None for v in options(element_of(option))):
                return True
        elif isinstance(option, Mapping) and any(strong_tensor(v) is not None for _, v in option.items):
            return True
    return False


class ProxyAfterChange(Rule):
    """``cache["x"] = y`` of a dict from outside the function, and after it a lookup in a mapping proxy."""

    codes = frozenset({"GB0198"})
    subjects: ClassVar = {cst.Subscript: (ExternalInstance,), cst.Call: (ExternalInstance,)}

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
        if type(node.func) is cst.Attribute:
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
