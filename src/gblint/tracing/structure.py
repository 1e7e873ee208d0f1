"""Values as trees: their parts replaced, and what is among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import is_
from typing import Any

from gblint.tracing.joins import one_of
from gblint.tracing.placeholders import HELD, PlacedArguments, PlacedMapping, Placeholder
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

OBJECTS, PLACEHOLDERS = 1, 2

# The fields that hold values, and how a value is made with others in them.
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
_WITH: dict[type, Callable[..., Any]] = {
    Sequence: lambda value, items, element: Sequence(value.kind, items, element, value.fields),
    Mapping: lambda value, items, rest: Mapping(items, rest, value.kind),
    OneOf: lambda value, options: _one_of(options),
    Function: lambda value, cells: Function(value.code, cells),
    Bound: lambda value, function, receiver: Bound(function, receiver),
    Partial: lambda value, function, args, keywords: Partial(function, args, keywords),
    Wrapped: lambda value, inner: Wrapped(value.kind, inner, value.detail),
    Instance: lambda value, arguments, attributes: Instance(value.cls, arguments, attributes),
    Super: lambda value, receiver: Super(value.after, receiver),
    Arguments: lambda value, *fields: Arguments(*fields),
    Placeholder: Placeholder.with_only,
    PlacedMapping: PlacedMapping.with_only,
    PlacedArguments: lambda value, *fields: PlacedArguments(*fields),
}


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
    return value if all(map(is_, new, fields)) else _WITH[kind](value, *new)


def _one_of(options: tuple[Value, ...]) -> Value:
    if any(holding(option) == PLACEHOLDERS for option in options):
        return OneOf(options)  # putting them in order would ask for the objects
    return one_of(options)


def _mapped_field(field: Any, change: Callable[[Value], Value | None]) -> Any:
    """A part, or parts, with or without names."""
    if type(field) is not tuple:
        return mapped(field, change)
    parts = [_mapped_part(part, change) for part in field]
    return field if all(map(is_, parts, field)) else tuple(parts)


def _mapped_part(part: Any, change: Callable[[Value], Value | None]) -> Any:
    if type(part) is not tuple:
        return mapped(part, change)
    name, value = part
    new = mapped(value, change)
    return part if new is value else (name, new)


def holding(value: Any) -> int:
    """Whether a value (or arguments) is, or holds, a placeholder (``PLACEHOLDERS``) or only objects of the project
    (``OBJECTS``); 0 if neither. Values keep the answer."""
    kind = type(value)
    if kind in HELD:
        return PLACEHOLDERS
    names = _FIELDS.get(kind)
    if names is None:
        return 0
    known: int | None = value.kept_holding
    if known is None:
        known = OBJECTS if kind is Instance else 0
        for part in _parts(value, names):
            known = max(known, holding(part))
        value.kept_holding = known
    return known


def _parts(value: Any, names: Iterable[str]) -> Iterable[Any]:
    for name in names:
        field = getattr(value, name)
        if type(field) is not tuple:
            yield field
        else:
            for part in field:
                yield part[1] if type(part) is tuple else part
