"""Loggers (GB0291), and prints that are put off until after the graph (GB0296)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule, wording
from gblint.rules.trace import Trace
from gblint.tracing.values import (
    Bound,
    Class,
    DataScalar,
    ExternalInstance,
    Function,
    Instance,
    Mapping,
    Partial,
    Sequence,
    Shape,
    Value,
    options,
)  # fmt: skip

LOGGER = "logging.Logger."


def silenced(trace: Trace, name: str) -> bool:
    """Whether ``torch._dynamo.config`` takes a call of ``name`` out of what Dynamo traces."""
    opts = trace.options
    if name in opts.reorderable or name in opts.ignored:
        return True
    # Logger methods are ignored one by one, whichever logger they are taken from.
    short = name.rpartition(".")[2]
    return name.startswith(LOGGER) and any(i.startswith(LOGGER) and i.rpartition(".")[2] == short for i in opts.ignored)


class PatchedLogger(Rule):
    """A method that a library has added to ``logging.Logger``, such as ``logger.warning_once``.

    Dynamo refuses every method that is looked up on a Logger, whoever wrote it.
    """

    codes = frozenset({"GB0291"})

    def wants(self, name: str) -> bool:
        return name.startswith(LOGGER) and not self.trace.facts.knows(name)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.kind == "external" and not silenced(self.trace, target.name):
                self.trace.report(node, "GB0291", *wording.for_call(self.trace, node, target.name, "GB0291"))


class ReorderedPrint(Rule):
    """``print(settings)`` with ``print`` in ``reorderable_logging_functions``.

    Such a call is made after the graph, for which Dynamo keeps its arguments: tensors, constants and strings made of
    them. A list, a shape, a module or another object cannot be kept.
    """

    codes = frozenset({"GB0296"})

    def wants(self, name: str) -> bool:
        return bool(name)

    def visit_Call(self, node: cst.Call) -> None:
        reorderable = self.trace.options.reorderable
        if not reorderable:
            return
        for target in self.trace.targets(node):
            if target.name not in reorderable:
                continue
            for argument in node.args:
                if not argument.star and self._kept_back(self.trace.value(argument.value)):
                    text = self.trace.text(argument.value)
                    self.trace.report(
                        node,
                        "GB0296",
                        f"`{self.trace.text(node.func)}` cannot be put off until after the graph with `{text}`, "
                        "which is neither a tensor nor a constant",
                        f"print the numbers or tensors in `{text}`, or a string made of it",
                    )
                    break

    def _kept_back(self, value: Value) -> bool:
        return all(_is_object(v) for v in options(value))


def _is_object(value: Value) -> bool:
    if isinstance(value, ExternalInstance):
        return not value.name.startswith(("torch.device", "torch.dtype"))
    return isinstance(value, (Sequence, Mapping, Shape, Instance, Function, Bound, Class, Partial, DataScalar))
