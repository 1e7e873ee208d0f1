"""Context managers that Dynamo cannot enter (GB0142)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Instance, Value, options

HINT = "enter it outside the region"


class ContextManager(Rule):
    """``with`` on what a break has just made, or on an object that was made before the region.

    Dynamo enters a context manager of one's own only where it has seen it made.
    """

    codes = frozenset({"GB0142"})

    def visit_With(self, node: cst.With) -> None:
        """The items are looked at one by one, as they are entered."""

    def visit_WithItem(self, node: cst.WithItem) -> None:
        item = node.item
        text = self.trace.text(item)
        if isinstance(item, cst.Call) and not self.trace.options.fullgraph:
            if any(self._made_by_break(t.name) for t in self.trace.targets(item)):
                self.trace.report(item, "GB0142", f"`{text}` gives a context that Dynamo cannot enter", HINT)
        elif isinstance(item, (cst.Name, cst.Attribute)) and self._from_outside(item):
            if any(_is_manager(v) for v in options(self.trace.value(item))):
                self.trace.report(
                    item,
                    "GB0142",
                    f"`{text}` was made before the region, and Dynamo cannot enter it",
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
        if any(t.name == "functools.cached_property" for t in self.trace.targets(node)):
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
