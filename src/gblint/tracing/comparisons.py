"""Truth and comparison: what Dynamo folds, and what kind of value comes out otherwise."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gblint.tracing.joins import exact, join_all, one_of
from gblint.tracing.values import (
    BOOL,
    FALSE,
    TRUE,
    UNKNOWN,
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
    Tensor,
    Unknown,
    Value,
    Wrapped,
    is_none,
    options,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.source.outline import ClassDef
    from gblint.tracing.frame import Frame


def truth(value: Value) -> bool | None:
    """How a test of the value comes out where every alternative agrees, else None."""
    if type(value) is not OneOf:
        return _truth_of_one(value)
    outcomes = set(map(_truth_of_one, value.options))
    return outcomes.pop() if len(outcomes) == 1 else None


_NEVER_KNOWN = frozenset((Tensor, Scalar, DataScalar, Unknown))


def _truth_of_one(value: Value) -> bool | None:
    if type(value) in _NEVER_KNOWN:
        return None
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Sequence):
        if value.kind == "iterator":
            return True
        return bool(value.items) if value.items is not None else None
    if isinstance(value, Mapping):
        return True if value.has_items else (False if value.rest is None else None)
    if isinstance(value, (Function, Bound, Partial, Class, Namespace, Wrapped)):
        return True
    if isinstance(value, Instance) and value.of_class(_is_always_true):
        return True
    return None


def _is_always_true(definition: ClassDef) -> bool:
    # A class with bases may take __len__ or __bool__ from them (dict, Enum, ...).
    header = definition.header
    return definition.members.keys().isdisjoint({"__bool__", "__len__"}) and header is not None and not header[0].bases


def truthy_part(value: Value) -> Value | None:
    """The alternatives that can be true, None where there are none."""
    if type(value) is not OneOf:
        return None if _truth_of_one(value) is False else value
    kept = [v for v in value.options if _truth_of_one(v) is not False]
    return one_of(kept) if kept else None


def falsy_part(value: Value) -> Value | None:
    """The alternatives that can be false; a plain value that is false is still of its type."""
    if type(value) is not OneOf:
        return None if _truth_of_one(value) is True else value
    kept = [v for v in value.options if _truth_of_one(v) is not True]
    return one_of(kept) if kept else None


_CONSTANT: dict[str, Callable[[Any, Any], Any]] = {
    "Equal": operator.eq,
    "NotEqual": operator.ne,
    "LessThan": operator.lt,
    "LessThanEqual": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEqual": operator.ge,
}


def compare(frame: Frame, operator_name: str, left: Value, right: Value) -> Value:
    """The value of one comparison, by LibCST's name of its operator."""
    if operator_name in ("Is", "IsNot"):
        same = False if is_none(right) and is_measured(frame, left) else _identical(left, right)
        if same is None:
            return BOOL
        return TRUE if same is (operator_name == "Is") else FALSE
    if operator_name in ("In", "NotIn"):
        return join_all(_contains(operator_name, left, r) for r in options(right))
    return join_all(_compare_one(operator_name, a, b) for a in options(left) for b in options(right))


def is_measured(frame: Frame, value: Value) -> bool:
    """Whether a value is a function from outside that is certainly there: facts were measured of it."""
    return isinstance(value, External) and frame.tracer.facts.knows(value.name)


def _compare_one(name: str, left: Value, right: Value) -> Value:
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        other = right if isinstance(left, Tensor) else left
        if isinstance(other, Constant) and other.value is None:
            return TRUE if name == "NotEqual" else FALSE
        return _compared_tensor(left, right)
    if isinstance(left, DataScalar) or isinstance(right, DataScalar):
        return DataScalar("bool")
    if isinstance(left, Constant) and isinstance(right, Constant):
        try:
            return TRUE if _CONSTANT[name](left.value, right.value) else FALSE
        except TypeError:
            return BOOL
    if isinstance(left, Sequence) and isinstance(right, Sequence) and left.items is not None and left == right:
        if all(isinstance(v, Constant) for v in left.items):
            return TRUE if name == "Equal" else FALSE if name == "NotEqual" else BOOL
    if isinstance(left, External) and isinstance(right, External) and name in ("Equal", "NotEqual"):
        # Two names may be one object (torch.half is torch.float16): equal names are equal, others are not known.
        return (TRUE if name == "Equal" else FALSE) if left == right else BOOL
    return BOOL if not isinstance(left, Unknown) and not isinstance(right, Unknown) else UNKNOWN


def _compared_tensor(left: Value, right: Value) -> Tensor:
    sides = [v for v in (left, right) if isinstance(v, Tensor)]
    ranks = [t.rank for t in sides]
    rank = None if None in ranks else max((r for r in ranks if r is not None), key=lambda r: (r == -1, r))
    if any(isinstance(v, (Unknown, Sequence)) for v in (left, right)):
        rank = None
    return Tensor(dtype="bool", rank=rank, weak=all(t.weak for t in sides), array=all(t.array for t in sides))


def _identical(left: Value, right: Value) -> bool | None:
    for a, b in ((left, right), (right, left)):
        if isinstance(b, Constant) and (b.value is None or isinstance(b.value, bool) or b.value is Ellipsis):
            outcomes = {_is_constant(v, b) for v in options(a)}
            return outcomes.pop() if len(outcomes) == 1 else None
    if isinstance(left, Class) and isinstance(right, Class):
        return left.itself == right.itself
    if isinstance(left, (External, Namespace)) and left == right:
        return True
    return None


def _is_constant(value: Value, constant: Constant) -> bool | None:
    if isinstance(value, Constant):
        return value == constant
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Tensor) and value.weak:
        return None
    if isinstance(value, Scalar):
        if constant.value is None:
            return False if value.type is not None else None
        return None if value.type in (None, "bool") and isinstance(constant.value, bool) else False
    if isinstance(value, (External, ExternalInstance)):
        return None if isinstance(value, External) else False
    return False


_EMPTY = (exact("list", ()), exact("tuple", ()), exact("set", ()))


def _is_empty(container: Value) -> bool:
    return isinstance(container, Mapping) and not container.has_items and container.rest is None


def _contains(name: str, left: Value, container: Value) -> Value:
    found: bool | None = None
    if container in _EMPTY or _is_empty(container):
        found = False
    elif isinstance(left, Constant):
        if isinstance(container, Mapping):
            if container.get(left) is not None:
                found = True
            elif container.rest is None:
                found = False
        elif isinstance(container, Sequence) and container.items is not None:
            if all(isinstance(v, Constant) for v in container.items):
                found = left in container.items
        elif isinstance(container, Constant) and isinstance(container.value, str) and isinstance(left.value, str):
            found = left.value in container.value
    if found is None:
        if isinstance(left, Unknown) and isinstance(container, Unknown):
            return UNKNOWN
        return BOOL
    return TRUE if found == (name == "In") else FALSE


def not_none(value: Value) -> Value | None:
    """The value once None is excluded; None where nothing remains."""
    kept = [v for v in options(value) if not is_none(v)]
    return one_of(kept) if kept else None


def strengthened(value: Value) -> Value:
    """A value of which a test has shown that its tensors are tensors."""
    return one_of(replace(v, weak=False) if isinstance(v, Tensor) else v for v in options(value))


def is_shape(value: Value) -> bool:
    return isinstance(value, Shape)
