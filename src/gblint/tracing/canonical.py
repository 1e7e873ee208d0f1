"""Values as parts of memo keys, of bounded depth and size; and what stands in for another value in one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gblint.tracing.joins import one_of
from gblint.tracing.placeholders import Placeholder
from gblint.tracing.structure import mapped, same
from gblint.tracing.values import (
    MAX_DEPTH,
    STR,
    UNKNOWN,
    Arguments,
    Bound,
    Class,
    Constant,
    DataScalar,
    External,
    ExternalInstance,
    Function,
    Instance,
    Mapping,
    Namespace,
    OneOf,
    Partial,
    Scalar,
    Sequence,
    Shape,
    Super,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    type_of_constant,
)  # fmt: skip

_UNASKED: Any = object()


def canonical(value: Value) -> Value:
    """The value as it enters a memo key: bounded depth and size, so that contexts stay few."""
    if type(value) in _ATOMS:
        return value
    known: Value | None = value.__dict__.get("_canonical", _UNASKED)
    if known is _UNASKED:
        known = _canonical(value, MAX_DEPTH)
        value.__dict__["_canonical"] = None if known is value else known  # a value that held itself would not be freed
    return value if known is None else known


def canonical_arguments(arguments: Arguments) -> Arguments:
    known: Arguments | None = arguments.__dict__.get("_canonical")
    if known is None:
        known = arguments.__dict__["_canonical"] = _canonical_arguments(arguments, MAX_DEPTH)
    return known


def _canonical(value: Value, depth: int) -> Value:
    if type(value) in _ATOMS:
        return value
    if depth <= 0 and not isinstance(value, (Constant, Function)):
        return UNKNOWN
    if isinstance(value, Constant):
        if isinstance(value.value, str) and len(value.value) > 64:
            return STR
        if type(value.value) in (int, float) and value.value not in (-1, 0, 1, 2):
            return type_of_constant(value)
        return value
    if isinstance(value, Sequence):
        if value.items is None:
            element = _canonical(value.element, depth - 1)
            return value if element is value.element else replace(value, element=element)
        parts = tuple([_canonical(v, depth - 1) for v in value.items])
        return value if same(parts, value.items) else replace(value, items=parts)
    if isinstance(value, Mapping):
        items = tuple((k, _canonical(v, depth - 1)) for k, v in value.items)
        return replace(value, items=items, rest=None if value.rest is None else _canonical(value.rest, depth - 1))
    if isinstance(value, OneOf):
        parts = tuple([_canonical(v, depth) for v in value.options])
        return value if same(parts, value.options) else one_of(parts)
    if isinstance(value, Function):
        if not value.cells:
            return value
        if depth <= 0:
            return Function(value.code)
        return replace(value, cells=tuple((k, _canonical(v, depth - 1)) for k, v in value.cells))
    if isinstance(value, Bound):
        return Bound(_canonical(value.function, depth - 1), _canonical(value.receiver, depth - 1))
    if isinstance(value, Partial):
        return Partial(
            _canonical(value.function, depth - 1),
            tuple(_canonical(v, depth - 1) for v in value.args),
            tuple((k, _canonical(v, depth - 1)) for k, v in value.keywords),
        )
    if isinstance(value, Wrapped):
        return replace(value, inner=_canonical(value.inner, depth - 1))
    if isinstance(value, Placeholder):
        return value.with_only(tuple((k, _canonical(v, depth - 1)) for k, v in value.attributes))
    if isinstance(value, Instance):
        return Instance(
            value.cls,
            None if value.arguments is None else _canonical_arguments(value.arguments, depth - 1),
            tuple((k, _canonical(v, depth - 1)) for k, v in value.attributes),
        )
    if isinstance(value, Super):
        return replace(value, receiver=_canonical(value.receiver, depth - 1))
    return UNKNOWN


def put_in(value: Value, place: Function, function: Function) -> Value:
    """A value with a function put in the place that another one holds in it."""
    return mapped(value, lambda part: function if part == place else None)  # type: ignore[no-any-return]


_ATOMS = frozenset((Tensor, Scalar, Unknown, DataScalar, External, ExternalInstance, Class, Shape, Namespace))


def _canonical_arguments(arguments: Arguments, depth: int) -> Arguments:
    return Arguments(
        tuple(_canonical(v, depth) for v in arguments.args),
        tuple(sorted(((k, _canonical(v, depth)) for k, v in arguments.keywords), key=lambda pair: pair[0])),
        None if arguments.more_args is None else _canonical(arguments.more_args, depth),
        None if arguments.more_keywords is None else _canonical(arguments.more_keywords, depth),
    )
