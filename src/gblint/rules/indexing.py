"""Indices that are tensors: masks (GB0036), computed positions (GB0033), bounds and list positions (GB0124)."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule, wording
from gblint.tracing.subscripts import Slice
from gblint.tracing.values import (
    DataScalar,
    Sequence,
    Shape,
    Tensor,
    Unknown,
    Value,
    options,
    some_tensor,
    strong_tensor,
)  # fmt: skip


class TensorIndex(Rule):
    """Something is subscripted by a tensor.

    Selecting by a mask gives a shape that depends on the data; assigning under a mask does not. A computed 0-dim
    position, and any bound of a slice, is read out as a number; so is the position of an element of a list.
    """

    codes = frozenset({"GB0036", "GB0033", "GB0124", "GBL001"})
    subjects: ClassVar = {cst.Subscript: (Tensor, Sequence, Shape, Unknown)}

    def visit_Subscript(self, node: cst.Subscript) -> None:
        base = self.trace.value(node.value)
        if some_tensor(base) is not None:
            for part in self.trace.index(node):
                self._into_tensor(node, part)
        elif any(isinstance(v, (Sequence, Shape)) for v in options(base)):
            for part in self.trace.index(node)[:1]:
                self._into_sequence(node, part)
        elif isinstance(base, Unknown):
            # Whatever it is: only a tensor takes a mask, and a tensor as a bound is read out for lists too.
            for part in self.trace.index(node):
                if isinstance(part, Slice):
                    self._bounds(node, part)
                elif any(_is_mask(option) for option in options(part)):
                    self._mask(node)

    def visit_store(self, node: cst.CSTNode) -> None:
        if not isinstance(node, cst.Subscript) or some_tensor(self.trace.value(node.value)) is None:
            return
        for part in self.trace.index(node):
            if isinstance(part, Slice):
                self._bounds(node, part)
            elif any(_is_flag(v) for v in options(part)):
                self._flag(node)

    # ---

    def _into_tensor(self, node: cst.Subscript, part: Value | Slice) -> None:
        if isinstance(part, Slice):
            self._bounds(node, part)
            return
        for option in options(part):
            if not isinstance(option, (Tensor, Sequence)):
                continue
            if _is_flag(option):
                self._flag(node)
            elif _is_mask(option):
                self._mask(node)
            elif isinstance(option, Tensor) and _is_position(option):
                self._position(node)
            elif isinstance(option, Sequence) and option.items is not None:
                if any(_is_mask(v) for item in option.items for v in options(item)):
                    self._mask(node)

    def _mask(self, node: cst.Subscript) -> None:
        if self.trace.options.shapes_captured:
            return
        base, mask = self.trace.text(node.value), self._mask_text(node)
        hint = f"keep the shape: `torch.where({mask}, {base}, 0)`, or weight a sum by the mask"
        self.trace.report(
            node,
            "GB0036",
            f"how much `{self.trace.text(node)}` selects depends on the values in the mask",
            wording.or_shapes(self.trace, hint),
        )

    def _mask_text(self, node: cst.Subscript) -> str:
        """The mask as it is written, where it is a name; else a word for it."""
        index = node.slice[0].slice
        if len(node.slice) == 1 and isinstance(index, cst.Index) and isinstance(index.value, (cst.Name, cst.Attribute)):
            return self.trace.text(index.value)
        return "mask"

    def _flag(self, node: cst.Subscript) -> None:
        """An index that is one bool: its value decides about the shape."""
        opts = self.trace.options
        if opts.shapes_captured and not opts.fullgraph:
            return
        self.trace.report(
            node,
            "GBL001" if opts.fullgraph else "GB0033",
            f"`{self.trace.text(node)}` is indexed by a single bool that only the data tells",
            "use `torch.where` with the condition",
        )

    def _position(self, node: cst.Subscript) -> None:
        if self.trace.options.scalars_captured:
            # Captured, the number is unbacked and cannot be checked against the size.
            code = "GBL001"
        else:
            code = "GB0033"
        text = self.trace.text(node)
        self.trace.report(
            node,
            code,
            f"`{text}` takes its position from a tensor computed in the region",
            "use `torch.index_select` or `gather` with a 1-element index, which stays in the graph",
        )

    def _bounds(self, node: cst.Subscript, part: Slice) -> None:
        if self.trace.options.scalars_captured:
            return
        for bound in part.bounds:
            tensor = strong_tensor(bound)
            if tensor is not None:
                self.trace.report(
                    node,
                    "GB0033" if tensor.array else "GB0124",
                    f"the bounds of `{self.trace.text(node)}` are read out of a tensor",
                    "take the bound from a shape or a Python number, or mask instead of slicing",
                )

    def _into_sequence(self, node: cst.Subscript, part: Value | Slice) -> None:
        if isinstance(part, Slice):
            captured = self.trace.options.scalars_captured
            if any(isinstance(v, DataScalar) or (captured and _is_new(v)) for b in part.bounds for v in options(b)):
                self._captured(node)
            self._bounds(node, part)
            return
        if strong_tensor(part) is None:
            if any(isinstance(v, DataScalar) for v in options(part)):
                self._captured(node)
            return
        captured = self.trace.options.scalars_captured
        if captured and not any(_is_new(v) for v in options(part)):
            return  # the number of a tensor from outside is known by a symbol
        code = "GBL001" if captured else "GB0124"
        self.trace.report(
            node,
            code,
            f"`{self.trace.text(node)}` picks an element of a list by a tensor's value",
            "stack the elements into one tensor and index that, or choose by a Python number",
        )

    def _captured(self, node: cst.Subscript) -> None:
        self.trace.report(
            node,
            "GBL001",
            f"`{self.trace.text(node)}` picks from a list by a number read out of a tensor, which no guard can hold",
            "stack the elements into one tensor and index that, or choose by a Python number",
        )


def _is_new(value: Value) -> bool:
    """A tensor that the region has computed."""
    return isinstance(value, Tensor) and not value.weak and value.computed


def _is_mask(value: Value | Slice) -> bool:
    return isinstance(value, Tensor) and value.dtype == "bool"


def _is_flag(value: Value | Slice) -> bool:
    return isinstance(value, Tensor) and value.dtype == "bool" and value.rank == 0


def _is_position(tensor: Tensor) -> bool:
    return tensor.rank == 0 and tensor.computed and tensor.dtype in ("int", None) and not tensor.weak
