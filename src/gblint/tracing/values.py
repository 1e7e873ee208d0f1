"""The kinds of value the tracer knows; joins.py tells how two of them join.

Values are immutable and hashable: they are parts of the memo keys of summaries. A mutation (``xs.append(v)``,
``self.n = 1``) makes a new value, which the interpreter binds in the place of the old one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, Union

from gblint.immutable import immutable

if TYPE_CHECKING:
    from gblint.source.outline import ClassDef, Code, ModuleOutline

_Class = TypeVar("_Class", bound=type)
_Answer = TypeVar("_Answer")


def keeping(cls: _Class) -> _Class:
    """Values are parts of keys, of which each look-up asks the hash: objects keep theirs, and what structure.py and
    canonical.py work out about them."""
    made: Any = cls
    compute = made.__hash__

    def hashed(self: Any) -> int:
        known: int | None = self.kept_hash
        if known is None:
            known = self.kept_hash = compute(self)
        return known

    made.__hash__ = hashed
    made.kept_hash = made.kept_holding = made.kept_canonical = None
    return cls


MAX_DEPTH = 5
_first = itemgetter(0)


@immutable
class Unknown:
    """Anything. Rules stay silent about it."""


@immutable
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


@immutable
class Scalar:
    """A plain Python value that Dynamo guards on: a size, a hyperparameter, a config attribute.

    ``type`` is "int", "float", "bool", "str", ..., or None where only "not a tensor" is known.
    """

    type: str | None = None


@immutable
class DataScalar:
    """A number read out of a tensor while scalars are captured: no guard can be put on it."""

    type: str | None = None


@immutable
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

    def as_input(self) -> Tensor:
        """The same, not made in the region."""
        if not self.computed:
            return self
        return Tensor(self.dtype, self.rank, False, self.weak, self.array, self.sparse, self.drawn)

    def weakened(self) -> Tensor:
        """The same, on weak evidence."""
        if self.weak:
            return self
        return Tensor(self.dtype, self.rank, self.computed, True, self.array, self.sparse, self.drawn)


@immutable
class Shape:
    """torch.Size: a tuple of guardable ints."""


@keeping
@immutable
class Sequence:
    """A list, tuple, set, iterator or module list: ``items`` where each element is known, else the join ``element``."""

    kind: str
    items: tuple[Value, ...] | None
    element: Value = Unknown()
    fields: tuple[str, ...] = ()  # a named tuple's


@keeping
@immutable
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

    @property
    def has_items(self) -> bool:
        """Whether a key is known."""
        return bool(self.items)

    def has_room(self, most: int) -> bool:
        """Whether fewer keys are known than that."""
        return len(self.items) < most

    def with_item(self, key: Constant, value: Value) -> Mapping:
        """What it is after ``mapping[key] = value``."""
        return Mapping((*[(k, v) for k, v in self.items if k != key], (key, value)), self.rest, self.kind)

    def with_rest(self, rest: Value | None) -> Mapping:
        """What it is with other values under keys that are not known."""
        return Mapping(self.items, rest, self.kind)


@keeping
@immutable
class Function:
    """A function or lambda of the project, with the values of its free variables and its defaults."""

    code: Code
    cells: tuple[tuple[str, Value], ...] = ()


@keeping
@immutable
class Bound:
    """A method with its receiver."""

    function: Value
    receiver: Value


@keeping
@immutable
class Partial:
    """functools.partial(function, *args, **keywords)."""

    function: Value
    args: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]


@keeping
@immutable
class Wrapped:
    """A callable with a boundary around it.

    ``kind``: "disabled" (torch.compiler.disable), "opaque" (custom_op, allow_in_graph, ...), "compiled"
    (torch.compile gave it), "context" (contextlib.contextmanager), "property", "cached_property", "static",
    "class" (classmethod).
    """

    kind: str
    inner: Value
    detail: Any = None


@immutable
class Class:
    """A class of the project."""

    definition: ClassDef

    @property
    def itself(self) -> Class:
        """The class, where a placeholder for it may not stand."""
        return self


@keeping
@immutable
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
        pairs = [pair for pair in self.attributes if pair[0] != name]
        pairs.append((name, value))
        pairs.sort(key=_first)
        return self.with_only(tuple(pairs))

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
    def type(self) -> Class:
        """Its class, as a value."""
        return self.cls

    @property
    def whole(self) -> Instance:
        """The object with all that is known of it."""
        return self

    def describe(self) -> str:
        """A short, stable text."""
        return f"instance {self.cls.definition.qualname}@{self.cls.definition.line}"


@keeping
@immutable
class Super:
    """What ``super()`` gives: the receiver, looked up after ``after`` in its MRO."""

    after: Class
    receiver: Value


@immutable
class External:
    """Something outside the project, by its dotted name: a module, function, class or object that is not followed."""

    name: str


@immutable
class ExternalInstance:
    """An object of a class outside the project: a logging.Logger, a torch.nn.Linear."""

    name: str


@immutable
class Namespace:
    """A module of the project."""

    module: ModuleOutline


@keeping
@immutable
class OneOf:
    """One of a few kinds of value."""

    options: tuple[Value, ...]


@keeping
@immutable
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

    def with_args(self, args: tuple[Value, ...]) -> Arguments:
        """The same with other positional ones."""
        return Arguments(args, self.keywords, self.more_args, self.more_keywords)

    @property
    def values(self) -> tuple[Value, ...]:
        values = [*self.args, *[value for _, value in self.keywords]]
        return tuple(values + [value for value in (self.more_args, self.more_keywords) if value is not None])


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
