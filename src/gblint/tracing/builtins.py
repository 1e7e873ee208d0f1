"""Callables outside the project whose meaning the tracer has to know: builtins, containers, torch's own switches.

Each handler takes the frame, the call's node, the receiver (of a method) and the arguments, and gives the value. What
breaks is none of their business: the rules see every call, whether or not it has a handler here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import libcst as cst

from gblint.source.walk import walk
from gblint.tracing import attributes, calls, comparisons, contexts, expressions, narrowing, tensors
from gblint.tracing.frame import Frame
from gblint.tracing.values import (
    BOOL, FALSE, INT, NONE, STR, TRUE, UNKNOWN, Arguments, Bound, Class, Constant, DataScalar, External,
    ExternalInstance, Function, Instance, Mapping, Partial, Scalar, Sequence, Shape, Super, Tensor, Unknown, Value,
    Wrapped, element_of, exact, join, join_all, list_of, mapping_element, one_of, options, type_of_constant,
)  # fmt: skip

Handler = Callable[[Frame, "cst.CSTNode | None", "Value | None", Arguments], Value]

HANDLERS: dict[str, Handler] = {}
METHODS: dict[str, Handler] = {}
DECORATORS: dict[str, Callable[[Frame, cst.CSTNode, Value], Value]] = {}


def handles(*names: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = handler
        return handler

    return register


def method(*names: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        for name in names:
            METHODS[name] = handler
        return handler

    return register


def gives(value: Value, *names: str) -> None:
    """Callables that always give the same value."""
    for name in names:
        HANDLERS[name] = lambda frame, node, receiver, arguments: value


# --- what Dynamo folds


@handles("torch.compiler.is_compiling", "torch.compiler.is_dynamo_compiling", "torch._dynamo.is_compiling",
         "torch._dynamo.external_utils.is_compiling", "torch._utils.is_compiling", "torch.compiler.is_exporting")  # fmt: skip
def _is_compiling(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return TRUE if frame.options.compiled else FALSE


@handles("torch.compiler.is_exporting")
def _is_exporting(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return TRUE if frame.options.export else FALSE


gives(
    FALSE, "torch.jit.is_scripting", "torch.jit.is_tracing", "torch._C._get_tracing_state", "torch.onnx.is_in_onnx_export",
    "torch.overrides.has_torch_function", "torch.overrides.has_torch_function_unary",
    "torch.overrides.has_torch_function_variadic", "torch.fx._symbolic_trace.is_fx_tracing",
)  # fmt: skip


@handles("builtins.isinstance")
def _isinstance(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) != 2:
        return BOOL
    classes = narrowing.class_options(arguments.args[1])
    outcomes = {narrowing.is_instance(frame, v, classes) for v in options(arguments.args[0])}
    known = outcomes.pop() if len(outcomes) == 1 else None
    return BOOL if known is None else (TRUE if known else FALSE)


@handles("torch.is_tensor")
def _is_tensor(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0, "obj") or UNKNOWN
    return _isinstance(frame, node, None, Arguments((value, External("torch.Tensor"))))


@handles("builtins.hasattr")
def _hasattr(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 2 and isinstance(arguments.args[1], Constant):
        subject, name = arguments.args[0], arguments.args[1].value
        if isinstance(subject, Tensor) and not subject.weak and isinstance(name, str):
            known = frame.tracer.facts.returns(f"torch.Tensor.{name}") is not None
            return TRUE if known else BOOL
        if isinstance(subject, (Scalar, Constant, Sequence, Mapping)) and isinstance(name, str):
            return BOOL
    return BOOL


@handles("builtins.callable")
def _callable(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, (Function, Bound, Partial, Class, Wrapped)):
        return TRUE
    if isinstance(value, (Constant, Scalar, Tensor, Sequence, Mapping, Shape)):
        return FALSE
    return BOOL


@handles("builtins.len")
def _len(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, Sequence) and value.items is not None:
        return Constant(len(value.items))
    if isinstance(value, Mapping) and value.rest is None:
        return Constant(len(value.items))
    if isinstance(value, Constant) and isinstance(value.value, str):
        return Constant(len(value.value))
    return INT


# --- numbers

for _name, _drawn in (("uniform", "float"), ("randint", "int"), ("randrange", "int")):
    gives(Tensor(_drawn, 0, drawn=True), f"random.{_name}", f"random.Random.{_name}")
gives(Tensor("float", 0, drawn=True), "random.Random.random")
gives(Scalar("data pointer"), "torch.Tensor.data_ptr")
gives(Scalar("float"), "random.random")


def _number(kind: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        value = arguments.get(0)
        if isinstance(value, Constant) and kind == "bool":
            return TRUE if value.value else FALSE
        if isinstance(value, Constant) and isinstance(value.value, (int, float)) and abs(value.value) < 1e15:
            return Constant(int(value.value) if kind == "int" else float(value.value))
        read = any(isinstance(v, Tensor) for v in options(value)) if value is not None else False
        captured = frame.options.compiled and frame.options.scalars_captured
        if value is not None and any(isinstance(v, DataScalar) for v in options(value)):
            return DataScalar(kind)
        return DataScalar(kind) if read and captured else Scalar(kind)

    return handle


for _kind in ("int", "float", "bool"):
    HANDLERS[f"builtins.{_kind}"] = _number(_kind)


@handles("builtins.str", "builtins.repr", "builtins.format")
def _str(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0)
    return value if isinstance(value, Constant) and isinstance(value.value, str) else STR


@handles("builtins.abs", "builtins.round", "math.floor", "math.ceil", "math.trunc", "operator.neg")
def _rounded(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        return type_of_constant(value)
    if isinstance(value, Tensor):
        return replace(value, computed=True)
    return value if isinstance(value, (Scalar, DataScalar)) else UNKNOWN


@handles("builtins.max", "builtins.min")
def _extreme(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 1:
        return expressions.iterate(frame, arguments.args[0])
    values = [type_of_constant(v) if isinstance(v, Constant) else v for v in arguments.args]
    if any(isinstance(v, Tensor) for v in values):
        kinds = tensors.promoted(values)
        return Tensor(kinds, tensors.broadcast(values), weak=all(v.weak for v in values if isinstance(v, Tensor)))
    if any(isinstance(v, DataScalar) for v in values):
        return DataScalar(None)
    return join_all(values)


@handles("builtins.sum")
def _sum(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    element = expressions.iterate(frame, value)
    if isinstance(element, Tensor):
        return replace(element, dtype="int" if element.dtype == "bool" else element.dtype, computed=True)
    if isinstance(element, Constant):
        return type_of_constant(element)
    return element


@handles("torch._check", "torch._check_value", "torch._check_is_size", "torch._check_index")
def _check(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    """What torch._check states of a captured number holds from here on: tests of it can be decided."""
    for part in walk(node.args[0].value) if isinstance(node, cst.Call) and node.args else ():
        if isinstance(part, cst.Name) and isinstance(value := frame.env.get(part.value), DataScalar):
            frame.env[part.value] = Scalar(value.type)
    return NONE


@handles("tqdm.tqdm", "tqdm.trange")
def _progress(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return ExternalInstance("tqdm.tqdm")
    element = arguments.args[0] if isinstance(arguments.args[0], (Scalar, Constant)) else None
    return list_of(INT if element is not None else expressions.iterate(frame, arguments.args[0]), "tqdm")


@handles("builtins.any", "builtins.all")
def _any(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return BOOL


@handles("builtins.pow", "math.pow")
def _pow(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2 or node is None:
        return UNKNOWN
    return tensors.binary(frame, node, "Power", arguments.args[0], arguments.args[1])


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
        frame.predicates[node] = outcome
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
def _dict(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
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
                result = replace(result, rest=UNKNOWN)
    elif first is not None:
        result = Mapping((), UNKNOWN)
    for name, value in arguments.keywords:
        result = result.set(Constant(name), value)
    if arguments.more_keywords is not None:
        result = replace(result, rest=join(result.rest, arguments.more_keywords))
    return result


@handles("collections.defaultdict", "collections.Counter")
def _default_dict(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return Mapping((), UNKNOWN)


# --- methods of containers and strings


def _changed(frame: Frame, node: cst.CSTNode | None, value: Value) -> None:
    """Binds a mutated receiver in its place."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
        expressions.rebind(frame, node.func.value, value)


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
            result = result.set(Constant(name), value)
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
    if not receiver.items and receiver.rest is None:
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
            test = {"startswith": receiver.value.startswith, "endswith": receiver.value.endswith}.get(node.func.attr.value)
            if test is not None:
                return TRUE if test(prefix.value) else FALSE
    return BOOL


@method("split", "splitlines", "rsplit")
def _split(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return list_of(STR)


@method("numel")
def _numel(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return INT


# --- objects


@handles("builtins.getattr")
def _getattr(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2:
        return UNKNOWN
    subject = arguments.args[0]
    default = arguments.args[2] if len(arguments.args) > 2 else None
    names = [v.value for v in options(arguments.args[1]) if isinstance(v, Constant) and isinstance(v.value, str)]
    if not names or len(names) != len(options(arguments.args[1])):
        return UNKNOWN
    value = join_all(attributes.get(frame, subject, name, node) for name in names)
    if isinstance(value, Unknown) or default is None:
        return value if default is None else join(value, default)
    return join(value, default)


@handles("builtins.setattr")
def _setattr(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 3 and isinstance(node, cst.Call) and isinstance(arguments.args[1], Constant):
        _store(frame, node.args[0].value, arguments.args[0], arguments.args[1].value, arguments.args[2])
    return NONE


def _store(frame: Frame, node: cst.CSTNode, subject: Value, name: object, value: Value) -> None:
    if isinstance(name, str) and isinstance(subject, Instance):
        expressions.rebind(frame, node, subject.with_attribute(name, value))


@handles("builtins.super")
def _super(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 2 and isinstance(arguments.args[0], Class):
        return Super(arguments.args[0], arguments.args[1])
    if frame.owner is None or frame.receiver is None:
        return UNKNOWN
    return Super(frame.owner, frame.env.get(frame.receiver, frame.cells.get(frame.receiver, UNKNOWN)))


@handles("builtins.type")
def _type(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0)
    if isinstance(value, Instance) and len(arguments.args) == 1:
        return value.cls
    return UNKNOWN


@handles("typing.cast", "typing_extensions.cast")
def _cast(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return arguments.get(1, "val") or UNKNOWN


@handles("copy.copy", "copy.deepcopy", "dataclasses.replace", "typing.NewType", "warnings.catch_warnings")
def _same(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return arguments.get(0) or UNKNOWN


# --- functions of functions


@handles("functools.partial", "functools.partialmethod")
def _partial(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return UNKNOWN
    function, *args = arguments.args
    return Partial(function, tuple(args), arguments.keywords)


def _decorator(wrap: Callable[[Value], Value]) -> Wrapped:
    return Wrapped("decorator", UNKNOWN, wrap)


def _keeps(function: Value) -> Value:
    return function


def _transparent(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    """A decorator, or decorator factory, whose function is traced as if it were not there."""
    first = arguments.get(0)
    if isinstance(first, (Function, Bound, Wrapped, Partial, Class)) and len(arguments.args) == 1:
        return first
    return _decorator(_keeps)


_TRANSPARENT = (
    "functools.lru_cache", "functools.cache", "functools.total_ordering", "functools.singledispatch", "torch.jit.script",
    "torch.jit.export", "torch.jit.unused", "torch.jit.ignore", "torch.jit.script_if_tracing", "torch.jit._overload_method",
    "dataclasses.dataclass", "typing.overload", "typing.final", "abc.abstractmethod", "torch.compiler.keep_portable_guards_unsafe",
    "torch.cuda.amp.custom_fwd", "torch.cuda.amp.custom_bwd", "typing.runtime_checkable", "typing.no_type_check",
    "torch.amp.custom_fwd", "torch.compiler.assume_constant_result",
)  # fmt: skip
for _name in _TRANSPARENT:
    HANDLERS[_name] = _transparent
    DECORATORS[_name] = lambda frame, node, function: function

# Context managers of torch that are decorators too: what they wrap is traced as it is.
_GRAD_MODES = (
    "torch.no_grad", "torch.inference_mode", "torch.enable_grad", "torch.set_grad_enabled", "torch.autocast",
    "torch.amp.autocast", "torch.cuda.amp.autocast", "torch.autograd.no_grad",
)  # fmt: skip


def _context(name: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        first = arguments.get(0)
        if isinstance(first, (Function, Bound, Wrapped)):
            return first
        return ExternalInstance(name)

    return handle


for _name in _GRAD_MODES:
    HANDLERS[_name] = _context(_name)
    DECORATORS[_name] = lambda frame, node, function: function


@handles("functools.wraps", "functools.update_wrapper")
def _wraps(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return _decorator(_keeps)


def _wraps_as(kind: str) -> Callable[[Frame, cst.CSTNode, Value], Value]:
    return lambda frame, node, function: Wrapped(kind, function)


for _name, _wrapped in (
    ("builtins.staticmethod", "static"), ("builtins.classmethod", "class"), ("builtins.property", "property"),
    ("abc.abstractproperty", "property"), ("functools.cached_property", "cached_property"),
    ("contextlib.contextmanager", "context"), ("contextlib.asynccontextmanager", "context"),
    ("torch.compiler.disable", "disabled"), ("torch._dynamo.disable", "disabled"), ("torch._disable_dynamo", "disabled"),
    ("torch.compiler.allow_in_graph", "opaque"), ("torch._dynamo.allow_in_graph", "opaque"),
    ("torch._dynamo.nonstrict_trace", "opaque"), ("torch.compiler.nonstrict_trace", "opaque"),
    ("torch._dynamo.mark_traceable", "opaque"), ("torch.compiler.leaf_function", "opaque"),
    ("torch._dynamo.decorators.leaf_function", "opaque"), ("torch._dynamo.leaf_function", "opaque"),
):  # fmt: skip
    DECORATORS[_name] = _wraps_as(_wrapped)


def _boundary(kind: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        first = arguments.get(0, "fn")
        shallow = arguments.keyword("recursive") == FALSE
        if first is not None and not isinstance(first, Constant):
            return Wrapped(kind, first, shallow)
        return _decorator(lambda function: Wrapped(kind, function, shallow))

    return handle


for _name in (
    "torch.compiler.disable", "torch._dynamo.disable", "torch.compiler.allow_in_graph", "torch._dynamo.allow_in_graph",
    "torch._dynamo.nonstrict_trace", "torch.compiler.nonstrict_trace", "contextlib.contextmanager",
    "torch._dynamo.leaf_function", "torch.compiler.leaf_function", "torch._dynamo.decorators.leaf_function",
    "builtins.staticmethod", "builtins.classmethod", "builtins.property",
):  # fmt: skip
    _found = {
        "disable": "disabled", "contextmanager": "context", "staticmethod": "static", "classmethod": "class",
        "property": "property",
    }  # fmt: skip
    HANDLERS[_name] = _boundary(_found.get(_name.rpartition(".")[2], "opaque"))


@handles("torch.library.custom_op", "torch.library.triton_op")
def _custom_op(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    function = arguments.get(1, "fn")
    if isinstance(function, (Function, Bound)):
        return Wrapped("opaque", function)
    return _decorator(lambda inner: Wrapped("opaque", inner))


@handles("torch.utils.checkpoint.checkpoint", "torch.func.functional_call")
def _checkpoint(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return UNKNOWN
    own = ("use_reentrant", "context_fn", "determinism_check", "debug", "preserve_rng_state", "early_stop")
    keywords = tuple((k, v) for k, v in arguments.keywords if k not in own)
    return calls.call(frame, node, arguments.args[0], replace(arguments, args=arguments.args[1:], keywords=keywords))


@handles("torch.vmap", "torch.func.vmap", "torch.func.grad", "torch.func.jacrev", "torch.func.jacfwd", "torch.func.vjp")
def _transform(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return UNKNOWN


@handles("torch.cond", "torch._higher_order_ops.cond")
def _cond(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    operands = arguments.get(3, "operands")
    inner = operands.items if isinstance(operands, Sequence) and operands.items is not None else ()
    sides = [arguments.get(1, "true_fn"), arguments.get(2, "false_fn")]
    return join_all(calls.call(frame, node, side, Arguments(tuple(inner))) for side in sides if side is not None)


# --- torch.nn containers


@handles("torch.nn.Sequential")
def _sequential(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if arguments.more_args is not None:
        return list_of(join_all([*arguments.args, arguments.more_args]), "Sequential")
    if len(arguments.args) == 1 and isinstance(arguments.args[0], Mapping):
        layers = arguments.args[0]
        if layers.rest is None:
            return exact("Sequential", (v for _, v in layers.items))
        return list_of(mapping_element(layers), "Sequential")
    return exact("Sequential", arguments.args)


@handles("torch.nn.ModuleList", "torch.nn.ParameterList")
def _module_list(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0, "modules")
    if value is None:
        return exact("ModuleList", ())
    if isinstance(value, Sequence):
        return Sequence("ModuleList", value.items, value.element)
    return list_of(expressions.iterate(frame, value), "ModuleList")


@handles("torch.nn.ModuleDict", "torch.nn.ParameterDict")
def _module_dict(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = _dict(frame, node, None, arguments)
    return replace(value, kind="ModuleDict") if isinstance(value, Mapping) else value


@handles("torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.nn.Buffer")
def _parameter(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    data = arguments.get(0, "data")
    if isinstance(data, Tensor):
        return replace(data, computed=False, weak=False)
    return Tensor("float", computed=False)


def module_method(
    frame: Frame, node: cst.CSTNode | None, name: str, receiver: Value, arguments: Arguments
) -> Value:
    """A method that every nn.Module has."""
    short = name.rpartition(".")[2]
    if short in ("train", "eval", "to", "cuda", "cpu", "half", "float", "double", "bfloat16", "requires_grad_", "apply"):
        return receiver
    if short in ("parameters", "buffers"):
        return list_of(Tensor("float" if short == "parameters" else None, computed=False), "iterator")
    if short in ("named_parameters", "named_buffers"):
        return list_of(exact("tuple", (STR, Tensor(computed=False))), "iterator")
    if short in ("register_buffer", "register_parameter", "add_module", "register_module"):
        label = arguments.get(0, "name")
        value = arguments.get(1, {"register_buffer": "tensor", "register_parameter": "param"}.get(short, "module"))
        if isinstance(label, Constant) and isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            kept = value if value is not None else NONE
            kept = one_of(replace(v, computed=False) if isinstance(v, Tensor) else v for v in options(kept))
            _store(frame, node.func.value, receiver, label.value, kept)
        return NONE
    if isinstance(receiver, Sequence) and short in METHODS:
        return METHODS[short](frame, node, receiver, arguments)
    if isinstance(receiver, Mapping) and short in METHODS:
        return METHODS[short](frame, node, receiver, arguments)
    if short == "forward" and isinstance(receiver, Sequence):
        return calls.call(frame, node, receiver, arguments)
    if short == "compile":
        frame.tracer.regions.made(frame, node, receiver, arguments)
        return NONE
    if short in ("modules", "children"):
        return list_of(UNKNOWN, "iterator")
    return UNKNOWN


# --- reading numbers out of tensors


@handles("torch.Tensor.tolist", "numpy.ndarray.tolist")
def _tolist(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    tensor = receiver if isinstance(receiver, Tensor) else Tensor()
    captured = frame.options.compiled and frame.options.scalars_captured
    number: Value = DataScalar(tensor.dtype) if captured else Scalar(tensor.dtype)
    if tensor.rank == 0:
        return number
    if tensor.rank is not None and tensor.rank > 1:
        return list_of(list_of(number))
    return list_of(number)


# --- configuration


@handles("torch._dynamo.config.patch")
def _config_patch(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    settings = {name: value.value for name, value in arguments.keywords if isinstance(value, Constant)}
    first = arguments.get(0)
    if isinstance(first, Mapping):
        settings.update({str(k.value): v.value for k, v in first.items if isinstance(v, Constant)})
    if isinstance(first, Constant) and len(arguments.args) == 2 and isinstance(arguments.args[1], Constant):
        settings[str(first.value)] = arguments.args[1].value
    return Wrapped("config", UNKNOWN, tuple(sorted(settings.items())))


@handles("torch.compiler.set_stance")
def _set_stance(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    stance = arguments.get(0, "stance")
    settings = (("disable", True),) if stance == Constant("force_eager") else ()
    if not frame.options.compiled and settings and node is not None and node in frame.unused:
        frame.tracer.regions.set_for_module(frame.module, dict(settings))
    return Wrapped("config", UNKNOWN, settings)


@handles("torch.compile")
def _compile(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    target = arguments.get(0, "model")
    if target is None or target == NONE:
        return frame.tracer.regions.decorator(frame, node, arguments)
    return frame.tracer.regions.made(frame, node, target, replace(arguments, args=arguments.args[1:]))


DECORATORS["torch.compile"] = lambda frame, node, function: frame.tracer.regions.made(frame, node, function, Arguments())


@handles("torch._dynamo.optimize", "torch._dynamo.export", "torch._dynamo.explain", "torch._dynamo.optimize_assert")
def _optimize(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return frame.tracer.regions.dynamo_call(frame, node, arguments)


@handles("torch.export.export", "torch.export.export_for_training", "torch.export.draft_export")
def _export(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return frame.tracer.regions.exported(frame, node, arguments)


__all__ = ["DECORATORS", "HANDLERS", "METHODS", "comparisons", "contexts", "module_method"]
