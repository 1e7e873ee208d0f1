"""Operators whose result has a shape that depends on the data (GB0036, GB0246)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule, wording
from gblint.tracing.frame import Target
from gblint.tracing.values import NONE, Constant, Value, some_tensor

_ALWAYS = {
    "nonzero": "compute on the mask itself (`mask.sum()`, `torch.where(mask, a, b)`) instead of on positions",
    "argwhere": "compute on the mask itself (`mask.sum()`, `torch.where(mask, a, b)`) instead of on positions",
    "masked_select": "keep the shape: `torch.where(mask, x, 0)`, or weight the sum by the mask",
    "unique": "count into a fixed number of classes, or find the values before the region",
    "unique_consecutive": "count into a fixed number of classes, or find the values before the region",
    "bincount": "use `torch.zeros(n).scatter_add_(0, x, ones)`, or `torch.histc` with a fixed number of bins",
    "flatnonzero": "compute on the mask itself instead of on positions",
}


_HOMES = ("torch.", "torch.Tensor.", "torch.nn.functional.")
_SHORT = (*_ALWAYS, "where", "repeat_interleave", "one_hot")


class DynamicShape(Rule):
    """nonzero, unique, masked_select, one-argument where, repeat_interleave by a tensor, one_hot without classes.

    How large their result is, only the data tells; a graph has fixed shapes unless such sizes are captured.
    """

    codes = frozenset({"GB0036", "GB0246"})
    calls = frozenset(home + short for home in _HOMES for short in _SHORT)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.kind == "external":
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        short = target.name.rpartition(".")[2]
        if short in _ALWAYS:
            self._report(node, _ALWAYS[short])
        elif short == "where" and _one_argument(target):
            self._report(node, "give `torch.where` both values, or compute on the mask itself instead of on positions")
        elif short == "repeat_interleave" and self._repeats_tensor(target):
            self._report(node, "repeat by a Python number, or pass `output_size=`")
        elif short == "one_hot" and _lacks_classes(target):
            self.trace.report(
                node,
                "GB0246",
                f"`{self.trace.text(node)}` has to look at the data for the number of classes",
                "pass `num_classes=`",
            )

    def _repeats_tensor(self, target: Target) -> bool:
        given = target.arguments
        repeats = given.keyword("repeats") or given.get(0 if target.receiver is not None else 1)
        if repeats is None and target.receiver is None:
            repeats = given.get(0)  # torch.repeat_interleave(repeats)
        return repeats is not None and some_tensor(repeats) is not None and given.keyword("output_size") is None

    def _report(self, node: cst.Call, hint: str) -> None:
        if self.trace.options.shapes_captured:
            return
        message, _ = wording.for_call(self.trace, node, "", "GB0036")
        self.trace.report(node, "GB0036", message, wording.or_shapes(self.trace, hint))


def _one_argument(target: Target) -> bool:
    given = target.arguments
    count = len(given.args) + len([k for k, _ in given.keywords if k != "out"])
    return given.more_args is None and count == (1 if target.receiver is None else 0)


def _lacks_classes(target: Target) -> bool:
    classes: Value | None = target.arguments.get(1, "num_classes")
    if classes is None:
        return target.arguments.more_args is None and target.arguments.more_keywords is None
    return classes in (NONE, Constant(-1))
