"""Values as parts of memo keys, of bounded depth and size; and what stands in for another value in one."""

from __future__ import annotations

import operator
from dataclasses import replace

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
    one_of,
    type_of_constant,
)


def canonical(value: Value, depth: int = MAX_DEPTH) -> Value:
    """The value as it enters a memo key: bounded depth and size, so that contexts stay few."""
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
            element = canonical(value.element, depth - 1)
            return value if element is value.element else replace(value, element=element)
        parts = tuple([canonical(v, depth - 1) for v in value.items])
        return value if _same(parts, value.items) else replace(value, items=parts)
    if isinstance(value, Mapping):
        items = tuple((k, canonical(v, depth - 1)) for k, v in value.items)
        return replace(value, items=items, rest=None if value.rest is None else canonical(value.rest, depth - 1))
    if isinstance(value, OneOf):
        parts = tuple([canonical(v, depth) for v in value.options])
        return value if _same(parts, value.options) else one_of(parts)
    if isinstance(value, Function):
        if not value.cells:
            return value
        if depth <= 0:
            return Function(value.code)
        return replace(value, cells=tuple((k, canonical(v, depth - 1)) for k, v in value.cells))
    if isinstance(value, Bound):
        return Bound(canonical(value.function, depth - 1), canonical(value.receiver, depth - 1))
    if isinstance(value, Partial):
        return Partial(
            canonical(value.function, depth - 1),
            tuple(canonical(v, depth - 1) for v in value.args),
            tuple((k, canonical(v, depth - 1)) for k, v in value.keywords),
        )
    if isinstance(value, Wrapped):
        return replace(value, inner=canonical(value.inner, depth - 1))
    if isinstance(value, Instance):
        return Instance(
            value.cls,
            None if value.arguments is None else canonical_arguments(value.arguments, depth - 1),
            tuple((k, canonical(v, depth - 1)) for k, v in value.attributes),
        )
    if isinstance(value, Super):
        return replace(value, receiver=canonical(value.receiver, depth - 1))
    return UNKNOWN


def put_in(value: Value, place: Function, function: Function) -> Value:
    """A value with a function put in the place that another one holds in it."""
    if value == place:
        return function
    if isinstance(value, Function):
        return replace(value, cells=tuple((name, put_in(v, place, function)) for name, v in value.cells))
    if isinstance(value, Bound):
        return Bound(put_in(value.function, place, function), put_in(value.receiver, place, function))
    if isinstance(value, Partial):
        args = tuple(put_in(v, place, function) for v in value.args)
        keywords = tuple((name, put_in(v, place, function)) for name, v in value.keywords)
        return Partial(put_in(value.function, place, function), args, keywords)
    if isinstance(value, Wrapped):
        return replace(value, inner=put_in(value.inner, place, function))
    if isinstance(value, Instance) and value.arguments is not None:
        given = value.arguments
        args = tuple(put_in(v, place, function) for v in given.args)
        keywords = tuple((name, put_in(v, place, function)) for name, v in given.keywords)
        attributes = tuple((name, put_in(v, place, function)) for name, v in value.attributes)
        return Instance(value.cls, replace(given, args=args, keywords=keywords), attributes)
    if isinstance(value, OneOf):
        return one_of(put_in(v, place, function) for v in value.options)
    return value


_ATOMS = frozenset((Tensor, Scalar, Unknown, DataScalar, External, ExternalInstance, Class, Shape, Namespace))


def _same(left: tuple[Value, ...], right: tuple[Value, ...]) -> bool:
    return all(map(operator.is_, left, right))


def canonical_arguments(arguments: Arguments, depth: int = MAX_DEPTH) -> Arguments:
    return Arguments(
        tuple(canonical(v, depth) for v in arguments.args),
        tuple(sorted(((k, canonical(v, depth)) for k, v in arguments.keywords), key=lambda pair: pair[0])),
        None if arguments.more_args is None else canonical(arguments.more_args, depth),
        None if arguments.more_keywords is None else canonical(arguments.more_keywords, depth),
    )
