"""The kinds of value the tracer knows, and how two of them join.

Values are immutable and hashable: they are parts of the memo keys of summaries. A mutation (``xs.append(v)``,
``self.n = 1``) makes a new value, which the interpreter binds in the place of the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, Union

if TYPE_CHECKING:
    from gblint.source.outline import ClassDef, Code, ModuleOutline

_Class = TypeVar("_Class", bound=type)
_Answer = TypeVar("_Answer")


def hashed_once(cls: _Class) -> _Class:
    """Values are parts of keys, of which each look-up asks the hash: objects keep theirs."""
    compute: Any = cls.__hash__

    def hashed(self: Any) -> int:
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = self.__dict__["_hash"] = compute(self)
        return known

    cls.__hash__ = hashed  # type: ignore[assignment,method-assign]
    return cls


MAX_UNION = 6
MAX_CANDIDATES = 16  # of things to call: the entries of a dispatch table
MAX_ITEMS = 48
MAX_DEPTH = 5


@dataclass(frozen=True)
class Unknown:
    """Anything. Rules stay silent about it."""


@dataclass(frozen=True)
class Constant:
    """A Python constant whose value the source shows: None, a number, a string, a type name ..."""

    value: Any

    # 1 == 1.0 == True, yet they are different constants
    def __eq__(self, other: object) -> bool:
        return (
            type(other) is Constant
            and type(self.value) is type(other.value)
            and (self.value == other.value or self.value is other.value)
        )

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True)
class Scalar:
    """A plain Python value that Dynamo guards on: a size, a hyperparameter, a config attribute.

    ``type`` is "int", "float", "bool", "str", ..., or None where only "not a tensor" is known.
    """

    type: str | None = None


@dataclass(frozen=True)
class DataScalar:
    """A number read out of a tensor while scalars are captured: no guard can be put on it."""

    type: str | None = None


@dataclass(frozen=True)
class Tensor:
    """A tensor, or a NumPy array, which Dynamo traces as one (``array``).

    ``dtype`` is "bool", "int", "float" or None; ``rank`` 0 for 0-dim, -1 for more dimensions, None where unknown.
    ``computed``: made by an operation of the region (an input is not). ``weak``: only convention or use says that
    this is a tensor; such evidence carries methods and indexing, never a truth test. ``sparse``: known to be.
    """

    dtype: str | None = None
    rank: int | None = None
    computed: bool = True
    weak: bool = False
    array: bool = False
    sparse: bool = False
    drawn: bool = False  # a number of random.uniform or randint, which Dynamo keeps as a tensor


@dataclass(frozen=True)
class Shape:
    """torch.Size: a tuple of guardable ints."""


@hashed_once
@dataclass(frozen=True)
class Sequence:
    """A list, tuple, set, iterator or module list: ``items`` where each element is known, else the join ``element``."""

    kind: str
    items: tuple[Value, ...] | None
    element: Value = Unknown()
    fields: tuple[str, ...] = ()  # a named tuple's


@hashed_once
@dataclass(frozen=True)
class Mapping:
    """A dict: what is known by constant key, and ``rest``, the join of other values (None: there are none)."""

    items: tuple[tuple[Constant, Value], ...]
    rest: Value | None = None
    kind: str = "dict"

    def get(self, key: Constant) -> Value | None:
        for known, value in self.items:
            if known == key:
                return value
        return None

    def set(self, key: Constant, value: Value) -> Mapping:
        items = tuple((k, v) for k, v in self.items if k != key)
        if len(items) >= MAX_ITEMS:
            return replace(self, rest=join(self.rest, value) if self.rest else value)
        return replace(self, items=(*items, (key, value)))


@hashed_once
@dataclass(frozen=True)
class Function:
    """A function or lambda of the project, with the values of its free variables and its defaults."""

    code: Code
    cells: tuple[tuple[str, Value], ...] = ()


@hashed_once
@dataclass(frozen=True)
class Bound:
    """A method with its receiver."""

    function: Value
    receiver: Value


@hashed_once
@dataclass(frozen=True)
class Partial:
    """functools.partial(function, *args, **keywords)."""

    function: Value
    args: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


@hashed_once
@dataclass(frozen=True)
class Wrapped:
    """A callable with a boundary around it.

    ``kind``: "disabled" (torch.compiler.disable), "opaque" (custom_op, allow_in_graph, ...), "compiled"
    (torch.compile gave it), "context" (contextlib.contextmanager), "property", "cached_property", "static",
    "class" (classmethod).
    """

    kind: str
    inner: Value
    detail: Any = None


@dataclass(frozen=True)
class Class:
    """A class of the project."""

    definition: ClassDef


@hashed_once
@dataclass(frozen=True)
class Instance:
    """An object of a class of the project, nn.Modules among them.

    ``arguments`` are those of its construction (None: unknown); its attributes follow from ``__init__`` with them.
    ``attributes`` are those set since.
    """

    cls: Class
    arguments: Arguments | None = None
    attributes: tuple[tuple[str, Value], ...] = ()

    def set_since(self, name: str) -> Value | None:
        """What was set under a name, None where nothing was."""
        for known, value in self.attributes:
            if known == name:
                return value
        return None

    def own(self, name: str) -> Value | None:
        """The same, also of a placeholder's object before it came."""
        return self.set_since(name)

    def with_attribute(self, name: str, value: Value) -> Instance:
        rest = tuple(pair for pair in self.attributes if pair[0] != name)
        return self.with_only(tuple(sorted((*rest, (name, value)), key=lambda pair: pair[0])))

    def with_only(self, attributes: tuple[tuple[str, Value], ...]) -> Instance:
        """The same object, of which just these attributes were set."""
        return Instance(self.cls, self.arguments, attributes)

    def of_class(self, question: Callable[..., _Answer], *about: object) -> _Answer:
        """What ``question(definition, *about)`` answers about its class."""
        return question(self.cls.definition, *about)

    def is_like(self, other: Instance) -> bool:
        """Whether both are of one class."""
        return self.cls == other.cls if type(other) is Instance else other.is_like(self)

    def is_one_with(self, other: Instance) -> bool:
        """Whether both are known to be one object, whatever was set since."""
        return False

    @property
    def whole(self) -> Instance:
        """The object with all that is known of it."""
        return self

    def describe(self) -> str:
        """A short, stable text."""
        return f"instance {self.cls.definition.qualname}@{self.cls.definition.line}"


@hashed_once
@dataclass(frozen=True)
class Super:
    """What ``super()`` gives: the receiver, looked up after ``after`` in its MRO."""

    after: Class
    receiver: Value


@dataclass(frozen=True)
class External:
    """Something outside the project, by its dotted name: a module, function, class or object that is not followed."""

    name: str


@dataclass(frozen=True)
class ExternalInstance:
    """An object of a class outside the project: a logging.Logger, a torch.nn.Linear."""

    name: str


@dataclass(frozen=True)
class Namespace:
    """A module of the project."""

    module: ModuleOutline


@hashed_once
@dataclass(frozen=True)
class OneOf:
    """One of a few kinds of value."""

    options: tuple[Value, ...]


@hashed_once
@dataclass(frozen=True)
class Arguments:
    """The arguments of a call, bound or not: positional values, keywords, and the joins of unknown further ones."""

    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    more_args: Value | None = None
    more_keywords: Value | None = None

    def keyword(self, name: str) -> Value | None:
        for known, value in self.keywords:
            if known == name:
                return value
        return None

    def get(self, position: int, name: str | None = None) -> Value | None:
        """The argument at a position or of a name, None where the call does not show it."""
        if position < len(self.args):
            return self.args[position]
        return self.keyword(name) if name else None

    @property
    def values(self) -> tuple[Value, ...]:
        extra = tuple(v for v in (self.more_args, self.more_keywords) if v is not None)
        return (*self.args, *(v for _, v in self.keywords), *extra)


Value = Union[
    Unknown, Constant, Scalar, DataScalar, Tensor, Shape, Sequence, Mapping, Function, Bound, Partial, Wrapped,
    Class, Instance, Super, External, ExternalInstance, Namespace, OneOf,
]  # fmt: skip

UNKNOWN = Unknown()
NONE = Constant(None)
TRUE, FALSE = Constant(True), Constant(False)
INT, FLOAT, BOOL, STR = Scalar("int"), Scalar("float"), Scalar("bool"), Scalar("str")
PLAIN = Scalar()
TENSOR = Tensor()


def options(value: Value) -> tuple[Value, ...]:
    """The alternatives of a value: itself, unless it is one of several."""
    return value.options if type(value) is OneOf else (value,)


def is_none(value: Value) -> bool:
    """``value == NONE``, without asking every other kind of value whether it equals a constant."""
    return type(value) is Constant and value.value is None


def any_option(value: Value, kind: type | tuple[type, ...]) -> bool:
    return any(isinstance(v, kind) for v in options(value))


def tensors(value: Value) -> Iterator[Tensor]:
    return (v for v in options(value) if isinstance(v, Tensor))


def strong_tensor(value: Value) -> Tensor | None:
    """The tensor that a value is or may be, where the evidence is strong enough for a truth test."""
    return next((t for t in tensors(value) if not t.weak), None)


def some_tensor(value: Value) -> Tensor | None:
    return next(tensors(value), None)


def constant_of(value: Value | None, default: Any = None) -> Any:
    return value.value if isinstance(value, Constant) else default


def type_of_constant(value: Constant) -> Value:
    """The kind of a constant, its value forgotten."""
    if value.value is None or value.value is Ellipsis:
        return value
    return Scalar(type(value.value).__name__)


def list_of(element: Value, kind: str = "list") -> Sequence:
    return Sequence(kind, None, element)


def exact(kind: str, items: Iterable[Value]) -> Sequence:
    known = tuple(items)
    if len(known) > MAX_ITEMS:
        return Sequence(kind, None, join_all(known))
    return Sequence(kind, known)


def element_of(sequence: Sequence) -> Value:
    """The join of a sequence's elements."""
    return sequence.element if sequence.items is None else join_all(sequence.items)


def mapping_element(mapping: Mapping) -> Value:
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
    return one_of(replace(v, weak=True) if isinstance(v, Tensor) else v for v in options(value))


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
    weak = [replace(t, weak=True) for t in tensors(known)]
    return one_of(weak) if weak else UNKNOWN


def as_input(value: Value) -> Value:
    """A value as the graph sees it that begins after a break: what was computed before is an input of it."""
    if type(value) is Tensor:
        return replace(value, computed=False) if value.computed else value
    if type(value) is not OneOf or not any(type(v) is Tensor and v.computed for v in value.options):
        return value
    return one_of(replace(v, computed=False) if isinstance(v, Tensor) else v for v in options(value))


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
    if isinstance(a, Instance) and isinstance(b, Instance):
        return a if a == b else _merge_instances(a, b)
    if type(a) is not type(b):
        return _merge_plain(a, b) if isinstance(a, (Constant, Scalar)) and isinstance(b, (Constant, Scalar)) else None
    if a == b:
        return a
    merging = _MERGING.get(type(a))
    return None if merging is None else merging(a, b)


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
    Mapping: _merge_mappings,
    Function: _merge_functions,
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
    if len(set(map(_rank, values))) == len(values):
        return tuple(sorted(values, key=_rank))
    return tuple(sorted(values, key=lambda value: (_rank(value), describe(value))))


def _rank(value: Value) -> int:
    return _ORDER.get(type(value), _ORDER[Instance])  # placeholders are instances too


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
