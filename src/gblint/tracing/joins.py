"""How two values join: what is known where several ways meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gblint.tracing.placeholders import PlacedMapping, Placeholder
from gblint.tracing.values import (
    NONE,
    STR,
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
    Super,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    options,
    tensors,
    type_of_constant,
)  # fmt: skip

MAX_UNION = 6
MAX_CANDIDATES = 16  # of things to call: the entries of a dispatch table
MAX_ITEMS = 48


def with_item(mapping: Mapping, key: Constant, value: Value) -> Mapping:
    """What a dict is after ``mapping[key] = value``."""
    if mapping.has_room(MAX_ITEMS) or mapping.get(key) is not None:
        return mapping.with_item(key, value)
    return mapping.with_rest(join(mapping.rest, value) if mapping.rest else value)


def exact(kind: str, items: Iterable[Value]) -> Sequence:
    known = tuple(items)
    if len(known) > MAX_ITEMS:
        return Sequence(kind, None, join_all(known))
    return Sequence(kind, known)


def element_of(sequence: Sequence) -> Value:
    """The join of a sequence's elements."""
    return sequence.element if sequence.items is None else join_all(sequence.items)


def mapping_element(mapping: Mapping) -> Value:
    """The join of a dict's values."""
    if isinstance(mapping, PlacedMapping) and not mapping.changes:
        found: Value = mapping.record.of_mapping(mapping, mapping_element)
        return found
    values = [v for _, v in mapping.items]
    if mapping.rest is not None:
        values.append(mapping.rest)
    return join_all(values)


def some_element(value: Value) -> Value:
    """An element of which it is not known which one: where some are tensors and some are not, no one can tell."""
    if all(isinstance(v, Tensor) or v == NONE for v in options(value)):
        return value
    return weakened(value)


def weakened(value: Value) -> Value:
    """A value whose tensors are there on some ways only: no strong evidence any more."""
    return one_of([v.weakened() if isinstance(v, Tensor) else v for v in options(value)])


def one_of(values: Iterable[Value]) -> Value:
    """The union of values, flattened, in a canonical order; Unknown takes everything in."""
    flat: list[Value] = []
    for value in values:
        for option in options(value):
            if type(option) is Unknown:
                return UNKNOWN
            _absorb(flat, option)
    if not flat:
        return UNKNOWN
    if len(flat) == 1:
        return flat[0]
    if len(flat) > MAX_UNION:
        flat = _widen(flat)
        if len(flat) == 1:
            return flat[0]
    return OneOf(_in_order(flat))


def join(left: Value | None, right: Value | None) -> Value:
    """What is known of a value that is one or the other; a missing side adds nothing."""
    if left is None:
        return UNKNOWN if right is None else right
    if right is None or left is right:
        return left
    if type(left) is Unknown or type(right) is Unknown:
        return _join_unknown(left, right)
    if type(left) is OneOf or type(right) is OneOf:
        return left if left == right else one_of((left, right))
    merged = _merge(left, right)
    return OneOf(_in_order([left, right])) if merged is None else merged


def _join_unknown(left: Value, right: Value) -> Value:
    # Where one path knows nothing, what the other knows is still evidence, but no strong one.
    known = right if type(left) is Unknown else left
    weak = [t.weakened() for t in tensors(known)]
    return one_of(weak) if weak else UNKNOWN


def as_input(value: Value) -> Value:
    """A value as a graph sees it that it was not computed in, but before a break, or outside the region."""
    if type(value) is Tensor:
        return value.as_input()
    if type(value) is not OneOf or not any(type(v) is Tensor and v.computed for v in value.options):
        return value
    return one_of([v.as_input() if isinstance(v, Tensor) else v for v in value.options])


def join_all(values: Iterable[Value]) -> Value:
    found = list(values)
    if len(found) == 1:
        return found[0]
    if Unknown not in map(type, found):
        return one_of(found)
    result: Value | None = None
    for value in found:
        result = join(result, value)
    return UNKNOWN if result is None else result


def _absorb(flat: list[Value], new: Value) -> None:
    for i, old in enumerate(flat):
        merged = _merge(old, new)
        if merged is not None:
            flat[i] = merged
            return
    flat.append(new)


def _merge(a: Value, b: Value) -> Value | None:
    """One value for two of the same kind, or None where both are to be kept."""
    if a is b:
        return a
    if type(a) is type(b):
        if a == b:
            return a
        merging = _MERGING.get(type(a))
        return None if merging is None else merging(a, b)
    if isinstance(a, (Constant, Scalar)):
        return _merge_plain(a, b) if isinstance(b, (Constant, Scalar)) else None
    if isinstance(a, Instance):  # one of two may be a placeholder
        return _merge_instances(a, b) if isinstance(b, Instance) else None
    if isinstance(a, Mapping):
        return _merge_mappings(a, b) if isinstance(b, Mapping) else None
    return None


def _merge_tensors(a: Tensor, b: Tensor) -> Tensor:
    return Tensor(
        dtype=a.dtype if a.dtype == b.dtype else None,
        rank=a.rank if a.rank == b.rank else None,
        computed=a.computed and b.computed,
        weak=a.weak or b.weak,
        array=a.array and b.array,
        sparse=a.sparse and b.sparse,
        drawn=a.drawn and b.drawn,
    )


def _merge_plain(a: Constant | Scalar, b: Constant | Scalar) -> Value | None:
    left = type_of_constant(a) if type(a) is Constant else a
    right = type_of_constant(b) if type(b) is Constant else b
    if type(left) is Constant or type(right) is Constant:
        return None  # None and Ellipsis have a type of their own
    if left != right:
        return Scalar(None)
    if left == STR and type(a) is Constant and type(b) is Constant:
        return None  # a few strings are worth keeping apart: getattr, dispatch tables
    return left


def _merge_sequences(a: Sequence, b: Sequence) -> Sequence | None:
    if a.kind != b.kind:
        return None
    if a.items is not None and b.items is not None:
        if len(a.items) == len(b.items):
            return Sequence(a.kind, tuple(join(x, y) for x, y in zip(a.items, b.items, strict=True)), fields=a.fields)
        if a.kind == "tuple" and len(options(join_all((*a.items, *b.items)))) > 1:
            return None  # records of different length: each position keeps its own kind
    return _homogeneous(a, b)


def _homogeneous(a: Sequence, b: Sequence) -> Sequence:
    sides = [element_of(s) for s in (a, b) if s.items != ()]
    return Sequence(a.kind, None, join_all(sides))


def _merge_mappings(a: Mapping, b: Mapping) -> Mapping:
    if isinstance(a, PlacedMapping) and isinstance(b, PlacedMapping) and a.number == b.number:
        for key in dict.fromkeys([key for key, _ in (*a.changes, *b.changes)]):
            a = a.with_item(key, join(a.get(key), b.get(key)))
        return a
    keys = list(dict.fromkeys([k for k, _ in a.items] + [k for k, _ in b.items]))
    items = tuple((k, join(a.get(k), b.get(k))) for k in keys)
    rest = join(a.rest, b.rest) if a.rest is not None or b.rest is not None else None
    return Mapping(items, rest, a.kind)


def _merge_instances(a: Instance, b: Instance) -> Instance | None:
    if not a.is_like(b):
        return None
    if a.is_one_with(b):
        merged = a.with_only(())
    else:
        a, b = a.whole, b.whole
        merged = Instance(a.cls, a.arguments if a.arguments == b.arguments else None)
    # What is set on one way only is kept: methods that store an attribute in a branch tell what it can be.
    for name in sorted({n for n, _ in (*a.attributes, *b.attributes)}):
        merged = merged.with_attribute(name, join(a.own(name), b.own(name)))
    return merged


def _merge_functions(a: Function, b: Function) -> Function | None:
    if a.code is not b.code:
        return None
    left, right = dict(a.cells), dict(b.cells)
    cells = {name: join(left.get(name), right.get(name)) for name in sorted({*left, *right})}
    return Function(a.code, tuple(cells.items()))


_MERGING: dict[type, Callable[[Any, Any], Value | None]] = {
    Tensor: _merge_tensors,
    Constant: _merge_plain,
    Scalar: _merge_plain,
    DataScalar: lambda a, b: DataScalar(),
    Sequence: _merge_sequences,
    Function: _merge_functions,
    Instance: _merge_instances,
    Placeholder: _merge_instances,
    Mapping: _merge_mappings,
    PlacedMapping: _merge_mappings,
}


def _widen(flat: list[Value]) -> list[Value]:
    """Too many options: constants lose their values, instances and functions beyond a few are dropped to Unknown."""
    wide: list[Value] = []
    for value in flat:
        plain = type_of_constant(value) if isinstance(value, Constant) else value
        same = next((i for i, w in enumerate(wide) if _is_tuple(w) and _is_tuple(plain)), None)
        if same is not None:
            wide[same] = _homogeneous(wide[same], plain)  # type: ignore[arg-type]
        elif plain not in wide:
            wide.append(plain)
    callable_ = all(isinstance(v, (Class, Function, Bound, Instance)) or v == NONE for v in wide)
    if len(wide) > (MAX_CANDIDATES if callable_ else MAX_UNION):
        return [UNKNOWN]
    return wide


def _is_tuple(value: Value) -> bool:
    return isinstance(value, Sequence) and value.kind == "tuple"


_ORDER = {
    kind: i
    for i, kind in enumerate(
        (Tensor, DataScalar, Scalar, Constant, Shape, Sequence, Mapping, Instance, Function, Bound, Partial, Wrapped,
         Class, Super, ExternalInstance, External, Namespace, Unknown, OneOf)
    )
}  # fmt: skip


def _in_order(values: list[Value]) -> tuple[Value, ...]:
    """By kind; texts, which are slow to make, only decide where two are of one kind."""
    ranks = [_rank(value) for value in values]
    if len(values) == 2 and ranks[0] != ranks[1]:
        return (values[0], values[1]) if ranks[0] < ranks[1] else (values[1], values[0])
    if len(set(ranks)) == len(values):
        return tuple(sorted(values, key=_rank))
    return tuple(sorted(values, key=lambda value: (_rank(value), describe(value))))


def _rank(value: Value) -> int:
    rank = _ORDER.get(type(value))
    if rank is None:  # a placeholder
        rank = next(_ORDER[kind] for kind in (Instance, Function, Mapping, Class) if isinstance(value, kind))
    return rank


def describe(value: Value) -> str:
    """A short, stable text for a value, for ordering and debugging."""
    if isinstance(value, (Function, Class)):
        where = value.code if isinstance(value, Function) else value.definition
        return f"{where.qualname}@{where.line}"
    if isinstance(value, Instance):
        return value.describe()
    if isinstance(value, Bound):
        return f"bound {describe(value.function)} {describe(value.receiver)}"
    if isinstance(value, Namespace):
        return f"module {value.module.name}"
    if isinstance(value, Sequence):
        inner = describe(value.element) if value.items is None else ",".join(map(describe, value.items))
        return f"{value.kind}({inner})"
    if isinstance(value, (Partial, Wrapped)):
        return f"{type(value).__name__} {describe(value.function if isinstance(value, Partial) else value.inner)}"
    return repr(value)
