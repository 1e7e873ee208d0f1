"""Lists, dicts, iterators and strings: constructors, functions over them, and their methods."""

from __future__ import annotations

import libcst as cst

from gblint.tracing import assignment, calls, expressions
from gblint.tracing.frame import Frame
from gblint.tracing.handlers import HANDLERS, Handler, handles, method
from gblint.tracing.joins import element_of, exact, join, join_all, mapping_element, with_item
from gblint.tracing.values import (
    BOOL,
    FALSE,
    INT,
    NONE,
    STR,
    TRUE,
    UNKNOWN,
    Arguments,
    Constant,
    DataScalar,
    Mapping,
    Sequence,
    Value,
    list_of,
    options,
)  # fmt: skip

# --- containers


@handles("builtins.range")
def _range(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if any(isinstance(o, DataScalar) for v in arguments.args for o in options(v)):
        return list_of(INT, "range")
    bounds = [a.value for a in arguments.args if isinstance(a, Constant) and isinstance(a.value, int)]
    if len(bounds) == len(arguments.args) and 1 <= len(bounds) <= 3 and not (len(bounds) == 3 and bounds[2] == 0):
        steps = range(*bounds)
        if len(steps) <= 4:
            return exact("range", (Constant(i) for i in steps))
    return list_of(INT, "range")


def _sequence_of(kind: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        value = arguments.get(0)
        if value is None:
            return exact(kind, ())
        if isinstance(value, Sequence):
            return Sequence(kind, value.items, value.element)
        if isinstance(value, Mapping) and value.rest is None:
            return exact(kind, (k for k, _ in value.items))
        return list_of(expressions.iterate(frame, value), kind)

    return handle


for _kind in ("list", "tuple", "set", "frozenset"):
    HANDLERS[f"builtins.{_kind}"] = _sequence_of(_kind)
HANDLERS["builtins.iter"] = _sequence_of("iterator")
HANDLERS["builtins.sorted"] = lambda frame, node, receiver, arguments: list_of(
    expressions.iterate(frame, arguments.get(0) or UNKNOWN)
)
HANDLERS["collections.deque"] = _sequence_of("list")


@handles("builtins.reversed")
def _reversed(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, Sequence) and value.items is not None:
        return exact("iterator", value.items[::-1])
    return list_of(expressions.iterate(frame, value), "iterator")


@handles("builtins.enumerate")
def _enumerate(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, Sequence) and value.items is not None and len(arguments.args) == 1:
        return exact("iterator", (exact("tuple", (Constant(i), v)) for i, v in enumerate(value.items)))
    return list_of(exact("tuple", (INT, expressions.iterate(frame, value))), "iterator")


@handles("builtins.zip", "itertools.zip_longest")
def _zip(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    columns = list(arguments.args)
    if arguments.more_args is not None:
        return list_of(list_of(expressions.iterate(frame, arguments.more_args), "tuple"), "iterator")
    known = [c.items for c in columns if isinstance(c, Sequence) and c.items is not None]
    if columns and len(known) == len(columns):
        return exact("iterator", (exact("tuple", row) for row in zip(*known, strict=False)))
    return list_of(exact("tuple", (expressions.iterate(frame, c) for c in columns)), "iterator")


@handles("builtins.map")
def _map(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2:
        return UNKNOWN
    columns = [expressions.iterate(frame, a) for a in arguments.args[1:]]
    return list_of(calls.call(frame, node, arguments.args[0], Arguments(tuple(columns))), "iterator")


@handles("builtins.filter")
def _filter(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2:
        return UNKNOWN
    element = expressions.iterate(frame, arguments.args[1])
    outcome = calls.call(frame, node, arguments.args[0], Arguments((element,)))
    if node is not None:
        frame.predicates[id(node)] = outcome
    return list_of(element, "iterator")


@handles("functools.reduce")
def _reduce(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2:
        return UNKNOWN
    element = expressions.iterate(frame, arguments.args[1])
    start = arguments.args[2] if len(arguments.args) > 2 else element
    return join(start, calls.call(frame, node, arguments.args[0], Arguments((start, element))))


@handles("builtins.next")
def _next(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = expressions.iterate(frame, arguments.get(0) or UNKNOWN)
    return join(value, arguments.args[1]) if len(arguments.args) > 1 else value


@handles("itertools.chain", "itertools.chain.from_iterable", "itertools.islice", "itertools.cycle", "itertools.product",
         "itertools.accumulate", "itertools.repeat")  # fmt: skip
def _chain(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return list_of(UNKNOWN, "iterator")
    return list_of(join_all(expressions.iterate(frame, a) for a in arguments.args), "iterator")


@handles("builtins.dict", "collections.OrderedDict")
def make_dict(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    result = Mapping(())
    first = arguments.get(0)
    if isinstance(first, Mapping):
        result = first
    elif isinstance(first, Sequence):
        rows = first.items if first.items is not None else (first.element,)
        for row in rows:
            if isinstance(row, Sequence) and row.items is not None and len(row.items) == 2:
                result = expressions.put(result, row.items[0] if first.items is not None else UNKNOWN, row.items[1])
            else:
                result = result.with_rest(UNKNOWN)
    elif first is not None:
        result = Mapping((), UNKNOWN)
    for name, value in arguments.keywords:
        result = with_item(result, Constant(name), value)
    if arguments.more_keywords is not None:
        result = result.with_rest(join(result.rest, arguments.more_keywords))
    return result


@handles("collections.defaultdict", "collections.Counter")
def _default_dict(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return Mapping((), UNKNOWN)


# --- methods of containers and strings


def _changed(frame: Frame, node: cst.CSTNode | None, value: Value) -> None:
    """Binds a mutated receiver in its place."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        assignment.rebind(frame, node.func.value, value)


@method("append", "add", "appendleft", "insert")
def _append(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.args[-1] if arguments.args else UNKNOWN
    if isinstance(receiver, Sequence):
        if receiver.items is not None and not frame.loops and receiver.kind in ("list", "ModuleList", "Sequential"):
            _changed(frame, node, exact(receiver.kind, (*receiver.items, value)))
        else:
            old = None if receiver.items == () else element_of(receiver)
            _changed(frame, node, list_of(value if old is None else join(old, value), receiver.kind))
    return NONE


@method("extend", "update", "union")
def _extend(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if isinstance(receiver, Mapping):
        result = receiver
        for value in arguments.args:
            result = expressions.update_mapping(result, value)
        for name, value in arguments.keywords:
            result = with_item(result, Constant(name), value)
        _changed(frame, node, result)
        return NONE
    if isinstance(receiver, Sequence) and arguments.args:
        other = arguments.args[0]
        if isinstance(other, Sequence) and other.items is not None and receiver.items is not None and not frame.loops:
            _changed(frame, node, exact(receiver.kind, (*receiver.items, *other.items)))
        else:
            old = None if receiver.items == () else element_of(receiver)
            element = expressions.iterate(frame, other)
            _changed(frame, node, list_of(element if old is None else join(old, element), receiver.kind))
    return NONE


@method("pop", "popleft", "popitem")
def _pop(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if isinstance(receiver, Mapping):
        return _get(frame, node, receiver, arguments)
    if isinstance(receiver, Sequence):
        element = element_of(receiver) if receiver.items != () else UNKNOWN
        if receiver.items and arguments.args in ((), (Constant(-1),)) and not frame.loops:
            _changed(frame, node, exact(receiver.kind, receiver.items[:-1]))
            return receiver.items[-1]
        _changed(frame, node, list_of(element, receiver.kind))
        return element
    return UNKNOWN


@method("get", "setdefault")
def _get(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not isinstance(receiver, Mapping) or not arguments.args:
        return UNKNOWN
    default = arguments.args[1] if len(arguments.args) > 1 else NONE
    key = arguments.args[0]
    if isinstance(key, Constant):
        known = receiver.get(key)
        if known is not None:
            return known
        return default if receiver.rest is None else join(receiver.rest, default)
    if not receiver.has_items and receiver.rest is None:
        return default
    return join(mapping_element(receiver), default)


@method("items", "keys", "values")
def _items(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    name = node.func.attr.value if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) else "items"
    if not isinstance(receiver, Mapping):
        return UNKNOWN
    if receiver.rest is None:
        rows: dict[str, list[Value]] = {
            "items": [exact("tuple", (k, v)) for k, v in receiver.items],
            "keys": [k for k, _ in receiver.items],
            "values": [v for _, v in receiver.items],
        }
        return exact("iterator", rows[name])
    key: Value = STR if receiver.kind == "ModuleDict" else UNKNOWN
    element = mapping_element(receiver)
    return list_of({"items": exact("tuple", (key, element)), "keys": key, "values": element}[name], "iterator")


@method("copy")
def _copy(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return receiver if receiver is not None else UNKNOWN


@method("index", "count", "find")
def _index(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return INT


@method("startswith", "endswith", "isdigit", "isalpha", "isidentifier")
def _string_test(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    prefix = arguments.args[0] if len(arguments.args) == 1 else None
    if isinstance(receiver, Constant) and isinstance(prefix, Constant) and isinstance(node, cst.Call):
        if isinstance(receiver.value, str) and isinstance(prefix.value, str) and isinstance(node.func, cst.Attribute):
            test = {"startswith": receiver.value.startswith, "endswith": receiver.value.endswith}.get(
                node.func.attr.value
            )
            if test is not None:
                return TRUE if test(prefix.value) else FALSE
    return BOOL


@method("split", "splitlines", "rsplit")
def _split(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return list_of(STR)


@method("numel")
def _numel(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return INT
