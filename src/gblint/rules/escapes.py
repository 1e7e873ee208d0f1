"""Context managers that a compiled function returns: no code can be made that builds them anew (GB2533)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.source.walk import walk
from gblint.tracing.values import Mapping, Sequence, Value, Wrapped, options


class ReturnedManager(Rule):
    """``return y, profiler`` from the function that is compiled; among functions that are inlined it is fine."""

    codes = frozenset({"GB2533"})

    def visit_Tuple(self, node: cst.Tuple) -> None:
        self._look(node)

    def visit_List(self, node: cst.List) -> None:
        self._look(node)

    def visit_Dict(self, node: cst.Dict) -> None:
        self._look(node)

    def _look(self, node: cst.BaseExpression) -> None:
        code = self.trace.code
        if code is None or not self.trace.enters_here or not any(map(_is_manager, _parts(self.trace.value(node)))):
            return
        if any(isinstance(part, cst.Return) and part.value is node for part in walk(code.node.body)):
            self.trace.report(
                node,
                "GB2533",
                f"`{self.trace.text(node)}` gives away a context manager that was made in the region",
                "return values only, and make the context manager where it is entered",
            )


def _is_manager(value: Value) -> bool:
    """Whether a value is what calling a function decorated with ``contextlib.contextmanager`` gave."""
    return isinstance(value, Wrapped) and value.kind == "entered"


def _parts(value: Value) -> list[Value]:
    """The elements of the list, tuple or dict that is returned."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, Sequence):
            found.extend(v for item in option.items or () for v in options(item))
        elif isinstance(option, Mapping):
            found.extend(v for _, item in option.items for v in options(item))
    return found
