"""Values as trees: their parts replaced, and what is among them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gblint.tracing.joins import one_of
from gblint.tracing.placeholders import HELD, PlacedClass, PlacedFunction, PlacedMapping, Placeholder
from gblint.tracing.values import (
    Arguments,
    Bound,
    Function,
    Instance,
    Mapping,
    OneOf,
    Partial,
    Sequence,
    Super,
    Value,
    Wrapped,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.tracing.guards import Record

# The fields that hold values.
_FIELDS: dict[type, tuple[str, ...]] = {
    Sequence: ("items", "element"),
    Mapping: ("items", "rest"),
    OneOf: ("options",),
    Function: ("cells",),
    Bound: ("function", "receiver"),
    Partial: ("function", "args", "keywords"),
    Wrapped: ("inner",),
    Instance: ("arguments", "attributes"),
    Super: ("receiver",),
    Arguments: ("args", "keywords", "more_args", "more_keywords"),
    **HELD,
}
_PLACED = (Instance, PlacedClass, PlacedFunction, PlacedMapping)
_WITH_RECORD = frozenset((Placeholder, PlacedClass, PlacedFunction, PlacedMapping))


def mapped(value: Any, change: Callable[[Value], Value | None]) -> Any:
    """A value (or arguments) of which ``change`` replaces parts: what it gives None for is looked into. The value
    itself where nothing changes."""
    kind = type(value)
    names = _FIELDS.get(kind)
    if names is None:
        return value
    changed = change(value) if kind is not Arguments else None
    if changed is not None:
        return changed
    fields = [getattr(value, name) for name in names]
    new = [_mapped_field(field, change) for field in fields]
    if same(new, fields):
        return value
    if kind is Placeholder or kind is PlacedMapping:
        return value.with_only(*new)
    if kind is OneOf and not any(map(record_of, new[0])):
        return one_of(new[0])  # in the order that the new ones have; with placeholders this would ask for them
    return replace(value, **dict(zip(names, new, strict=True)))


def _mapped_field(field: Any, change: Callable[[Value], Value | None]) -> Any:
    """A part, or parts, with or without names."""
    if type(field) is not tuple:
        return mapped(field, change)
    parts = tuple([(p[0], mapped(p[1], change)) if type(p) is tuple else mapped(p, change) for p in field])
    # Parts with names are new pairs in any case.
    unchanged = (p is q or (type(p) is tuple and p[1] is q[1]) for p, q in zip(parts, field, strict=True))
    return field if all(unchanged) else parts


def same(left: Iterable[object], right: Iterable[object]) -> bool:
    """Whether two rows of equal length hold the very same things."""
    return all(map(operator.is_, left, right))


def holds_objects(value: Any) -> bool:
    """Whether a value (or arguments) is an object of the project or a placeholder, or holds one. Values keep the
    answer."""
    names = _FIELDS.get(type(value))
    if names is None:
        return False
    if isinstance(value, _PLACED):
        return True
    known: bool | None = value.__dict__.get("_holds")
    if known is None:
        known = value.__dict__["_holds"] = any(map(holds_objects, _parts(value, names)))
    return known


def record_of(value: Any) -> Record | None:
    """The record of the placeholders in a value (or arguments), None where there are none. Values keep the answer."""
    kind = type(value)
    if kind in _WITH_RECORD:
        return value.record  # type: ignore[no-any-return]
    names = _FIELDS.get(kind)
    if names is None or not holds_objects(value):
        return None
    if "_record" not in value.__dict__:
        found = (record_of(part) for part in _parts(value, names))
        value.__dict__["_record"] = next((record for record in found if record is not None), None)
    return value.__dict__["_record"]  # type: ignore[no-any-return]


def _parts(value: Any, names: Iterable[str]) -> Iterable[Any]:
    for name in names:
        field = getattr(value, name)
        if type(field) is not tuple:
            yield field
        else:
            for part in field:
                yield part[1] if type(part) is tuple else part
