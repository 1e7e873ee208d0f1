"""Indices that are tensors: masks (GB0036), computed positions (GB0033), bounds and list positions (GB0124)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.subscripts import Slice
from gblint.tracing.values import (
    Constant, DataScalar, Mapping, Scalar, Sequence, Shape, Tensor, Value, element_of, options, some_tensor, strong_tensor,
)  # fmt: skip


class TensorIndex(Rule):
    """Something is subscripted by a tensor."""

    codes = frozenset({"GB0036", "GB0033", "GB0124", "GBL001"})

    def visit_Subscript(self, node: cst.Subscript) -> None:
        base = self.trace.value(node.value)
        index = self.trace.index(node)
        if some_tensor(base) is not None:
            for part in index:
                self._into_tensor(node, part, base)
        elif any(isinstance(v, (Sequence, Shape)) for v in options(base)):
            for part in index[:1]:
                self._into_sequence(node, part)

    def visit_store(self, node: cst.CSTNode) -> None:
        if not isinstance(node, cst.Subscript) or some_tensor(self.trace.value(node.value)) is None:
            return
        base = self.trace.value(node.value)
        stored = self.trace.value(node)
        for part in self.trace.index(node):
            if isinstance(part, Slice):
                self._bounds(node, part)
            elif any(_is_mask(v) for v in options(part)) and not _is_single(stored):
                self._mask(node, part, base, "assigning under")

    # ---

    def _into_tensor(self, node: cst.Subscript, part: Value | Slice, base: Value) -> None:
        if isinstance(part, Slice):
            self._bounds(node, part)
            return
        for option in options(part):
            if _is_mask(option):
                self._mask(node, part, base, "selecting by")
            elif isinstance(option, Tensor) and _is_position(option):
                self._position(node)
            elif isinstance(option, Sequence) and option.items is not None:
                for item in option.items:
                    if any(_is_mask(v) for v in options(item)):
                        self._mask(node, item, base, "selecting by")

    def _mask(self, node: cst.Subscript, part: Value, base: Value, doing: str) -> None:
        mask = next(v for v in options(part) if _is_mask(v))
        assert isinstance(mask, Tensor)
        text = self.trace.text(node)
        if mask.rank == 0 and mask.computed:
            if not self.trace.options.shapes_captured:
                self.trace.report(
                    node, "GB0033", f"`{text}` is indexed by a single computed bool", "use `torch.where` with the condition"
                )
            return
        if self.trace.options.shapes_captured:
            return
        hint = (
            "use `torch.where` or `masked_fill`, or give the assignment a plain number"
            if doing == "assigning under"
            else "keep the shape: `torch.where(mask, x, 0)`, or weight the sum by the mask instead of selecting rows"
        )
        self.trace.report(node, "GB0036", f"{doing} the mask in `{text}` makes a shape that depends on the data", hint)

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
            if any(isinstance(v, DataScalar) for b in part.bounds for v in options(b)):
                self._captured(node)
            self._bounds(node, part)
            return
        if isinstance(part, Slice) or strong_tensor(part) is None:
            if not isinstance(part, Slice) and any(isinstance(v, DataScalar) for v in options(part)):
                self._captured(node)
            return
        code = "GBL001" if self.trace.options.scalars_captured else "GB0124"
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


def _is_mask(value: Value | Slice) -> bool:
    return isinstance(value, Tensor) and value.dtype == "bool"


def _is_position(tensor: Tensor) -> bool:
    return tensor.rank == 0 and tensor.computed and tensor.dtype in ("int", None) and not tensor.weak


def _is_single(value: Value) -> bool:
    """A number, or a tensor of no dimension: what fills the places of a mask without being selected from."""
    return all(
        isinstance(v, (Constant, Scalar, DataScalar)) or (isinstance(v, Tensor) and v.rank == 0) for v in options(value)
    )


__all__ = ["Mapping", "TensorIndex", "element_of"]
