"""Values as parts of memo keys, of bounded depth and size; and what stands in for another value in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import is_
from typing import Any, TypeVar

from gblint.tracing.joins import one_of
from gblint.tracing.placeholders import PlacedMapping, Placeholder
from gblint.tracing.structure import mapped
from gblint.tracing.values import (
    MAX_DEPTH,
    STR,
    UNKNOWN,
    Arguments,
    Bound,
    Constant,
    Function,
    Instance,
    Mapping,
    OneOf,
    Partial,
    Sequence,
    Super,
    Value,
    Wrapped,
    type_of_constant,
)  # fmt: skip

_ITSELF: Any = object()
_Name = TypeVar("_Name")


def canonical(value: Value) -> Value:
    """The value as it enters a memo key: bounded depth and size, so that contexts stay few."""
    kind = type(value)
    if kind not in _RULES:
        return value
    return _constant(value, 0) if kind is Constant else _kept(value, _RULES[kind])  # type: ignore[arg-type]


def canonical_arguments(arguments: Arguments) -> Arguments:
    made: Arguments = _kept(arguments, _canonical_arguments)
    return made


def _kept(thing: Any, make: Callable[[Any, int], Any]) -> Any:
    """What ``make`` gives, which values and arguments keep."""
    known = thing.kept_canonical
    if known is None:
        known = make(thing, MAX_DEPTH)
        thing.kept_canonical = _ITSELF if known is thing else known  # one that held itself would not be freed
    return thing if known is _ITSELF else known


def _canonical(value: Value, depth: int) -> Value:
    rule = _RULES.get(type(value))
    if rule is None:
        return value
    if depth <= 0 and type(value) is not Constant and type(value) is not Function:
        return UNKNOWN
    return rule(value, depth)


# Each gives the value itself where nothing changes: what is one object is compared and hashed once.


def _constant(value: Constant, depth: int) -> Value:
    if isinstance(value.value, str) and len(value.value) > 64:
        return STR
    if type(value.value) in (int, float) and value.value not in (-1, 0, 1, 2):
        return type_of_constant(value)
    return value


def _sequence(value: Sequence, depth: int) -> Value:
    if value.items is None:
        element = _canonical(value.element, depth - 1)
        return value if element is value.element else replace(value, element=element)
    items = _row(value.items, depth - 1)
    return value if items is value.items else replace(value, items=items)


def _mapping(value: Mapping, depth: int) -> Value:
    items, rest = _named(value.items, depth - 1), _optional(value.rest, depth - 1)
    return value if items is value.items and rest is value.rest else replace(value, items=items, rest=rest)


def _one_of(value: OneOf, depth: int) -> Value:
    found = _row(value.options, depth)
    return value if found is value.options else one_of(found)


def _function(value: Function, depth: int) -> Value:
    if not value.cells:
        return value
    if depth <= 0:
        return Function(value.code)
    cells = _named(value.cells, depth - 1)
    return value if cells is value.cells else replace(value, cells=cells)


def _bound(value: Bound, depth: int) -> Value:
    function, receiver = _canonical(value.function, depth - 1), _canonical(value.receiver, depth - 1)
    return value if function is value.function and receiver is value.receiver else Bound(function, receiver)


def _partial(value: Partial, depth: int) -> Value:
    function, args = _canonical(value.function, depth - 1), _row(value.args, depth - 1)
    return Partial(function, args, _named(value.keywords, depth - 1))


def _wrapped(value: Wrapped, depth: int) -> Value:
    inner = _canonical(value.inner, depth - 1)
    return value if inner is value.inner else replace(value, inner=inner)


def _placeholder(value: Placeholder, depth: int) -> Value:
    attributes = _named(value.attributes, depth - 1)
    return value if attributes is value.attributes else value.with_only(attributes)


def _placed_mapping(value: PlacedMapping, depth: int) -> Value:
    changes = _named(value.changes, depth - 1)
    return value if changes is value.changes else value.with_only(changes)


def _instance(value: Instance, depth: int) -> Value:
    arguments = None if value.arguments is None else _canonical_arguments(value.arguments, depth - 1)
    attributes = _named(value.attributes, depth - 1)
    if arguments is value.arguments and attributes is value.attributes:
        return value
    return Instance(value.cls, arguments, attributes)


def _super(value: Super, depth: int) -> Value:
    receiver = _canonical(value.receiver, depth - 1)
    return value if receiver is value.receiver else replace(value, receiver=receiver)


# Of the other kinds every value is as it should be.
_RULES: dict[type, Callable[[Any, int], Value]] = {
    Constant: _constant,
    Sequence: _sequence,
    Mapping: _mapping,
    OneOf: _one_of,
    Function: _function,
    Bound: _bound,
    Partial: _partial,
    Wrapped: _wrapped,
    Placeholder: _placeholder,
    PlacedMapping: _placed_mapping,
    Instance: _instance,
    Super: _super,
}


def _optional(value: Value | None, depth: int) -> Value | None:
    return None if value is None else _canonical(value, depth)


def _row(values: tuple[Value, ...], depth: int) -> tuple[Value, ...]:
    for i, value in enumerate(values):
        found = _canonical(value, depth)
        if found is not value:
            return (*values[:i], found, *[_canonical(other, depth) for other in values[i + 1 :]])
    return values


def _named(values: tuple[tuple[_Name, Value], ...], depth: int) -> tuple[tuple[_Name, Value], ...]:
    for i, (name, value) in enumerate(values):
        found = _canonical(value, depth)
        if found is not value:
            rest = [(other, _canonical(value, depth)) for other, value in values[i + 1 :]]
            return (*values[:i], (name, found), *rest)
    return values


def _canonical_arguments(arguments: Arguments, depth: int) -> Arguments:
    args = _row(arguments.args, depth)
    keywords = _named(arguments.keywords, depth)
    if len(keywords) > 1:
        keywords = tuple(sorted(keywords, key=lambda pair: pair[0]))
    more_args, more_keywords = _optional(arguments.more_args, depth), _optional(arguments.more_keywords, depth)
    made = (args, keywords, more_args, more_keywords)
    given = (arguments.args, arguments.keywords, arguments.more_args, arguments.more_keywords)
    return arguments if all(map(is_, made, given)) else Arguments(*made)


def put_in(value: Value, place: Function, function: Function) -> Value:
    """A value with a function put in the place that another one holds in it."""
    return mapped(value, lambda part: function if part == place else None)  # type: ignore[no-any-return]
