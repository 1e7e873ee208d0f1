"""Subscripts: reading and writing elements of tensors, sequences, mappings and records."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gblint.immutable import immutable
from gblint.tracing import assignment, attributes, calls, expressions
from gblint.tracing.frame import Frame
from gblint.tracing.joins import element_of, exact, join, mapping_element, one_of, some_element
from gblint.tracing.values import (
    INT,
    STR,
    UNKNOWN,
    Arguments,
    Constant,
    DataScalar,
    Instance,
    Mapping,
    Scalar,
    Sequence,
    Shape,
    Tensor,
    Unknown,
    Value,
    is_none,
    list_of,
    options,
)  # fmt: skip


@immutable
class Slice:
    """``lower:upper:step``; a missing bound is None."""

    lower: Value | None
    upper: Value | None
    step: Value | None

    @property
    def bounds(self) -> tuple[Value, ...]:
        return tuple(b for b in (self.lower, self.upper, self.step) if b is not None)


Index = tuple["Value | Slice", ...]


def index_value(frame: Frame, node: cst.Subscript) -> Index:
    """The parts of an index, evaluated."""
    for element in node.slice:
        if type(element.slice) is cst.Index:
            expressions.evaluate(frame, element.slice.value)
        elif type(element.slice) is cst.Slice:
            for bound in (element.slice.lower, element.slice.upper, element.slice.step):
                if bound is not None:
                    expressions.evaluate(frame, bound)
    return recorded_index(frame, node)


def recorded_index(frame: Frame, node: cst.Subscript) -> Index:
    """The parts of an index that has been evaluated already."""
    parts: list[Value | Slice] = []
    for element in node.slice:
        if type(element.slice) is cst.Index:
            value = frame.value(element.slice.value)
            if len(node.slice) == 1 and isinstance(value, Sequence) and value.kind == "tuple" and value.items:
                parts.extend(value.items)
            else:
                parts.append(value)
        elif type(element.slice) is cst.Slice:
            bounds = (element.slice.lower, element.slice.upper, element.slice.step)
            parts.append(Slice(*(None if b is None else frame.value(b) for b in bounds)))
    return tuple(parts)


def get(frame: Frame, node: cst.CSTNode | None, base: Value, index: Index) -> Value:
    """``base[index]`` for one alternative of the base."""
    if isinstance(base, Tensor):
        return _tensor(base, index)
    first = index[0] if index else UNKNOWN
    if isinstance(base, Sequence):
        return _sequence(frame, base, first)
    if isinstance(base, Shape):
        return Shape() if isinstance(first, Slice) else INT
    if isinstance(base, Mapping):
        if isinstance(first, Constant):
            known = base.get(first)
            if known is not None:
                return known
            return base.rest if base.rest is not None else UNKNOWN
        return some_element(mapping_element(base)) if base.items or base.rest is not None else UNKNOWN
    if isinstance(base, Constant) and isinstance(base.value, str):
        return STR
    if isinstance(base, Scalar) and base.type == "str":
        return STR
    if isinstance(base, Instance):
        return _instance(frame, node, base, first)
    return UNKNOWN


def _sequence(frame: Frame, base: Sequence, index: Value | Slice) -> Value:
    if isinstance(index, Slice):
        if base.items is not None:
            bounds = [b.value if isinstance(b, Constant) else None for b in (index.lower, index.upper, index.step)]
            given = [index.lower, index.upper, index.step]
            if all(b is None or isinstance(b, Constant) for b in given):
                try:
                    return exact(base.kind, base.items[slice(*bounds)])
                except (TypeError, ValueError):
                    return UNKNOWN
        return list_of(element_of(base), base.kind)
    if isinstance(index, Constant) and isinstance(index.value, int) and base.items is not None:
        if -len(base.items) <= index.value < len(base.items):
            return base.items[index.value]
        return UNKNOWN
    if base.items == ():
        return UNKNOWN
    return some_element(element_of(base)) if base.kind == "tuple" else element_of(base)


def _instance(frame: Frame, node: cst.CSTNode | None, base: Instance, index: Value | Slice) -> Value:
    method = attributes.get(frame, base, "__getitem__")
    if not isinstance(method, Unknown):
        argument = UNKNOWN if isinstance(index, Slice) else index
        return calls.call(frame, node, method, Arguments((argument,)))
    if isinstance(index, Constant) and isinstance(index.value, str):
        return attributes.get(frame, base, index.value)
    fields = frame.tracer.classes.record_fields(frame, base)
    if fields and isinstance(index, Constant) and isinstance(index.value, int):
        present = [f for f in fields if not is_none(f)]
        return present[index.value] if -len(present) <= index.value < len(present) else UNKNOWN
    return UNKNOWN


def _tensor(base: Tensor, index: Index) -> Tensor:
    rank: int | None = base.rank
    at_least_one = False
    for part in index:
        if isinstance(part, Slice) or (isinstance(part, Constant) and part.value is Ellipsis):
            at_least_one = at_least_one or isinstance(part, Slice)
            continue
        if is_none(part):
            at_least_one = True
            rank = rank + 1 if rank is not None and rank >= 0 else rank
            continue
        if isinstance(part, (Constant, Scalar, DataScalar)):
            rank = rank - 1 if rank is not None and rank > 0 else None
            continue
        rank = _by_tensor(base, rank, part)
    if rank is None and at_least_one:
        rank = -1
    weak = base.weak and not any(isinstance(p, (Constant, Slice)) for p in index)
    return replace(base, rank=rank, computed=True, weak=base.weak if not weak else True)


def _by_tensor(base: Tensor, rank: int | None, part: Value | Slice) -> int | None:
    for option in options(part) if not isinstance(part, Slice) else ():
        if isinstance(option, Tensor):
            if option.dtype == "bool":
                return -1
            if option.rank == 0 and rank is not None and rank > 0:
                return rank - 1
            if option.rank == 1:
                return rank
            if option.rank is not None and (option.rank > 0 or option.rank == -1):
                return -1
            return None
        if isinstance(option, Sequence):
            return rank
    return None


def set(frame: Frame, node: cst.Subscript, base: Value, index: Index, value: Value) -> None:
    """``base[index] = value``: the base is rebound to what it has become."""
    changed = [_stored(frame, option, index, value) for option in options(base)]
    if any(c is not None for c in changed):
        new = one_of(c if c is not None else o for c, o in zip(changed, options(base), strict=True))
        assignment.rebind(frame, node.value, new)
    path = expressions.path_of(node)
    if path is not None and "[" in path and not isinstance(base, (Tensor, Mapping)):
        frame.env.forget_paths(path)
        if not isinstance(base, Unknown):
            frame.env.note(path, value)


def _stored(frame: Frame, base: Value, index: Index, value: Value) -> Value | None:
    first = index[0] if index else UNKNOWN
    if isinstance(base, Mapping) and not isinstance(first, Slice):
        return expressions.put(base, first, value)
    if isinstance(base, Sequence) and not isinstance(first, Slice):
        if isinstance(first, Constant) and isinstance(first.value, int) and base.items is not None:
            position = first.value
            if -len(base.items) <= position < len(base.items):
                items = list(base.items)
                items[position] = value
                return exact(base.kind, items)
        return list_of(value if base.items == () else join(element_of(base), value), base.kind)
    if isinstance(base, Instance) and isinstance(first, Constant) and isinstance(first.value, str):
        return base.with_attribute(first.value, value)
    return None
