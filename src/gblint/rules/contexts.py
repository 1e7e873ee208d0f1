"""Context managers that Dynamo cannot enter, or that a compiled function gives away."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.members import is_decorated
from gblint.source.walk import walk
from gblint.tracing.values import Instance, Mapping, Sequence, Value, Wrapped, options

HINT = "enter it outside the region"


class ContextManager(Rule):
    """``with`` on what a break has just made, or on an object that was made before the region.

    Dynamo enters a context manager of one's own only where it has seen it made.
    """

    codes = frozenset({"GB0142"})
    subjects: ClassVar = {cst.Attribute: (Instance, Wrapped)}

    def visit_With(self, node: cst.With) -> None:
        """The items are looked at one by one, as they are entered."""

    def visit_WithItem(self, node: cst.WithItem) -> None:
        item = node.item
        if isinstance(item, cst.Call) and not self.trace.options.fullgraph:
            if any(self._made_by_break(t.name) for t in self.trace.targets(item)):
                message = f"`{self.trace.text(item)}` gives a context that Dynamo cannot enter"
                self.trace.report(item, "GB0142", message, HINT)
        elif isinstance(item, (cst.Name, cst.Attribute)) and self._from_outside(item):
            if any(_is_manager(v) for v in options(self.trace.value(item))):
                self.trace.report(
                    item,
                    "GB0142",
                    f"`{self.trace.text(item)}` was made before the region, and Dynamo cannot enter it",
                    "make the context manager where it is entered, or enter it outside the region",
                )

    def _made_by_break(self, name: str) -> bool:
        """Whether calling ``name`` breaks by itself, and entering what came of it breaks again."""
        if name in _BREAKING:
            return True
        outcome = self.trace.facts.outcome(name, "const", "default")
        return outcome is not None and "GB0142" in outcome.also

    def _from_outside(self, node: cst.BaseExpression) -> bool:
        """Not a local variable of the function."""
        return not isinstance(node, cst.Name) or not self.trace.is_local(node.value)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        targets = self.trace.targets(node)
        if targets and any(t.name == "functools.cached_property" for t in targets):
            self.trace.report(
                node,
                "GB0142",
                f"`{self.trace.text(node)}` is a `functools.cached_property`, which takes a lock up to Python 3.11",
                "compute it once before the region, or use a plain property",
            )


_BREAKING = frozenset(
    "builtins.open io.open torch.autograd.set_detect_anomaly contextlib.closing contextlib.redirect_stdout "
    "contextlib.redirect_stderr".split()
)


def _is_manager(value: Value) -> bool:
    return isinstance(value, Instance) and "__enter__" in value.cls.definition.members


class NonGeneratorContext(Rule):
    """``with f():`` of a function under ``contextlib.contextmanager`` that does not yield."""

    codes = frozenset({"GB0221", "GB0142"})

    def visit_WithItem(self, node: cst.WithItem) -> None:
        if not isinstance(node.item, cst.Call):
            return
        for code in self.trace.inlined(node.item):
            if not code.generator and is_decorated(code, "contextmanager"):
                message = f"`{self.trace.text(node.item)}` enters a `@contextmanager` function that has no `yield`"
                hint = "write it with `yield`, or return the context manager without the decorator"
                self.trace.report(node.item, "GB0221", message, hint)
                if not self.trace.options.fullgraph:
                    self.trace.report(node.item, "GB0142", message, hint)


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
        if not any(map(_is_entered, _parts(self.trace.value(node)))) or code is None or not self.trace.enters_here:
            return
        if any(isinstance(part, cst.Return) and part.value is node for part in walk(code.node.body)):
            self.trace.report(
                node,
                "GB2533",
                f"`{self.trace.text(node)}` gives away a context manager that was made in the region",
                "return values only, and make the context manager where it is entered",
            )


def _is_entered(value: Value) -> bool:
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
