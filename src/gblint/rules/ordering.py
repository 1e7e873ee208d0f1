"""Sorting tensors, and choosing among them or among objects by a key (GB0207, GB0193, GB0059)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.rules.members import outside_bases
from gblint.tracing.frame import Target
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    NONE,
    UNKNOWN,
    DataScalar,
    Instance,
    Mapping,
    Sequence,
    Value,
    any_option,
    options,
    strong_tensor,
)  # fmt: skip

SORTS = frozenset(("builtins.sorted", "builtins.list.sort"))
EXTREMES = frozenset(("builtins.max", "builtins.min"))


class TensorOrder(Rule):
    """``sorted(tensors)``, ``scores.sort(key=...)``, ``max(beams, key=lambda b: b.score)``.

    Python's ordering compares two elements at a time and needs a bool each time; with tensors, or with keys that are
    tensors, Dynamo gives up. ``torch.sort``, ``argsort`` and ``topk`` order values inside the graph. ``max`` and
    ``min`` with a key it takes for constants only, whatever the key is made of.
    """

    codes = frozenset({"GB0207", "GB0193", "GB0059"})
    calls = SORTS | EXTREMES

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.name in SORTS:
                self._sort(node, target)
            elif len(target.arguments.args) == 1 and target.arguments.more_args is None:
                self._extreme(node, target)

    def _sort(self, node: cst.Call, target: Target) -> None:
        items = target.receiver if target.receiver is not None else target.arguments.get(0)
        if items is not None and strong_tensor(items) is not None:
            text = self.trace.text(node)
            self.trace.report(node, "GB0059", f"`{text}` sorts a tensor with Python's `sorted`", "use `torch.sort`")
            return
        compared = self._compared(node, target, items)
        if compared is not None and _holds_tensor(compared):
            self.trace.report(
                node,
                "GB0207",
                f"`{self.trace.text(node)}` orders by the values of tensors",
                "stack what is compared into one tensor and order it with `torch.argsort` or `torch.topk`",
            )

    def _extreme(self, node: cst.Call, target: Target) -> None:
        items = target.arguments.args[0]
        key = target.arguments.keyword("key")
        compared = self._compared(node, target, items)
        if compared is None:
            return
        text = self.trace.text(node)
        keyed = key is not None and key != NONE
        if keyed and strong_tensor(compared) is None and self._is_no_constant(self.trace.iterated(items)):
            message = f"`{text}` chooses by a key, which Dynamo does only among constants"
            self.trace.report(node, "GB0193", message, "use `sorted(..., key=...)[-1]` (`[0]` for the least)")
            return
        if keyed and strong_tensor(compared) is not None:
            code = "GB0193"
        elif any(isinstance(v, Sequence) and _holds_tensor(v) for v in options(compared)):
            code = "GB0059"
        else:
            return
        self.trace.report(
            node,
            code,
            f"`{text}` chooses by the values of tensors",
            "stack what is compared into one tensor and choose with `argmax`, `argmin` or `torch.topk`",
        )

    def _is_no_constant(self, element: Value) -> bool:
        """Whether an element is a tensor or an object, or a tuple with one in it; members of an enum are constants."""
        parts = [element_of(v) if isinstance(v, Sequence) and v.kind == "tuple" else v for v in options(element)]
        return any(self._is_object(v) for part in parts for v in options(part))

    def _is_object(self, value: Value) -> bool:
        if isinstance(value, Instance):
            return not any(base.startswith("enum.") for base in outside_bases(self.trace, value.cls.definition))
        return strong_tensor(value) is not None or self.trace.has_parameters(value)

    def _compared(self, node: cst.Call, target: Target, items: Value | None) -> Value | None:
        """What is compared with each other: the elements, or what ``key`` makes of them."""
        if items is None or not any(isinstance(v, (Sequence, Mapping)) for v in options(items)):
            return None
        element = self.trace.iterated(items)
        key = target.arguments.keyword("key")
        if key is None or key == NONE:
            return element
        known = self.trace.predicate(node)
        return self.trace.applied(key, element) if known == UNKNOWN else known


def _holds_tensor(value: Value) -> bool:
    if strong_tensor(value) is not None or any_option(value, DataScalar):
        return True
    return any(isinstance(v, Sequence) and v.kind == "tuple" and _holds_tensor(element_of(v)) for v in options(value))
