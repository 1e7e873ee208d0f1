"""What stands for what a function was given, while the function is traced.

Reading anything of a placeholder outright is a guard that only an equal thing meets: code that knows nothing of
placeholders is right, and its summaries are shared less.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from gblint.immutable import immutable
from gblint.tracing.values import Arguments, Class, Constant, Function, Instance, Mapping, Value, keeping

if TYPE_CHECKING:
    from gblint.source.outline import ClassDef, Code
    from gblint.tracing.guards import Record

MAX_CHANGES = 8  # of a dict, before it is looked at as a whole


class Placed:
    """What stands for something by its number in a record (see guards.py).

    ``record`` is that of the function being traced: no other one's placeholders are seen there. So the questions that
    one record was asked are those that another one can be asked.
    """

    record: ClassVar[Record]


@keeping
class Placeholder(Placed, Instance):
    """An object, which is asked for all that is to be known of it. ``attributes`` are those that were set since it
    came."""

    number: int

    def __init__(self, number: int, attributes: tuple[tuple[str, Value], ...] = ()) -> None:
        self.__dict__.update(number=number, attributes=attributes)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Placeholder) and self.number == other.number and self.attributes == other.attributes
        )

    def __hash__(self) -> int:
        return hash((self.number, self.attributes))

    def describe(self) -> str:
        return f"object {self.number}"

    @property
    def bare(self) -> Placeholder:
        """The object as it came."""
        return bare(self.number) if self.attributes else self

    @property
    def cls(self) -> Class:
        return self.record.whole_class(self.bare)

    @property
    def type(self) -> Class:
        return PlacedClass(self.number)

    @property
    def arguments(self) -> Arguments | None:
        return self.whole.arguments

    def own(self, name: str) -> Value | None:
        value = self.set_since(name)
        return self.record.own(self.bare, name) if value is None else value

    def with_only(self, attributes: tuple[tuple[str, Value], ...]) -> Placeholder:
        return Placeholder(self.number, attributes) if attributes else bare(self.number)

    def of_class(self, question: Callable[..., Any], *about: object) -> Any:
        return self.record.of_class(self.bare, question, about)

    def is_like(self, other: Instance) -> bool:
        return self.is_one_with(other) or self.record.is_like(self.bare, other)

    def is_one_with(self, other: Instance) -> bool:
        return isinstance(other, Placeholder) and other.number == self.number

    @property
    def whole(self) -> Instance:
        found: Instance = self.record.whole(self.bare)
        for name, value in self.attributes:
            found = found.with_attribute(name, value)
        return found


bare = cache(Placeholder)  # that of an object as it came: one for each number, as it is asked about again and again


class PlacedClass(Placed, Class):
    """The class of an object that has a placeholder."""

    number: int

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlacedClass) and self.number == other.number

    def __hash__(self) -> int:
        return hash((PlacedClass, self.number))

    @property
    def itself(self) -> Class:
        return self.record.whole_class(bare(self.number))

    @property
    def definition(self) -> ClassDef:
        return self.itself.definition


@immutable
class Method:
    """What a class has under a name that it defines with ``def``, decorators applied: to be bound, or called."""

    value: Value


class PlacedFunction(Placed, Function):
    """A function among a function's free variables, which is what a decorator was handed, or a method: it can be called
    and passed on."""

    number: int

    def __init__(self, number: int) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlacedFunction) and self.number == other.number

    def __hash__(self) -> int:
        return hash((PlacedFunction, self.number))

    @property
    def whole(self) -> Function:
        found: Function = self.record.whole(self)
        return found

    @property
    def code(self) -> Code:
        return self.whole.code

    @property
    def cells(self) -> tuple[tuple[str, Value], ...]:
        return self.whole.cells


class PlacedMapping(Placed, Mapping):
    """A dict: ``**kwargs``, most often, which are asked for a few keys and handed on. ``changes`` were made since."""

    number: int
    changes: tuple[tuple[Constant, Value], ...]

    def __init__(self, number: int, kind: str, changes: tuple[tuple[Constant, Value], ...] = ()) -> None:
        self.__dict__.update(number=number, kind=kind, changes=changes)

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, PlacedMapping)
            and self.number == other.number
            and self.kind == other.kind
            and self.changes == other.changes
        )

    def __hash__(self) -> int:
        return hash((PlacedMapping, self.number, self.changes))

    @property
    def bare(self) -> PlacedMapping:
        """The dict as it came."""
        return PlacedMapping(self.number, self.kind) if self.changes else self

    @property
    def whole(self) -> Mapping:
        found: Mapping = self.record.whole(self.bare)
        for key, value in self.changes:
            found = found.with_item(key, value)
        return found

    @property
    def items(self) -> tuple[tuple[Constant, Value], ...]:
        return self.whole.items

    @property
    def rest(self) -> Value | None:
        found: Value | None = self.record.of_mapping(self.bare, _rest)
        return found

    def get(self, key: Constant) -> Value | None:
        for known, value in self.changes:
            if known == key:
                return value
        found: Value | None = self.record.of_mapping(self.bare, Mapping.get, key)
        return found

    @property
    def has_items(self) -> bool:
        return bool(self.changes) or self.record.of_mapping(self.bare, _has_items)

    def has_room(self, most: int) -> bool:
        return self.record.of_mapping(self.bare, Mapping.has_room, most - MAX_CHANGES) or len(self.items) < most

    def with_only(self, changes: tuple[tuple[Constant, Value], ...]) -> PlacedMapping:
        """The same dict, with just these changes."""
        return PlacedMapping(self.number, self.kind, changes)

    def with_item(self, key: Constant, value: Value) -> Mapping:
        changes = (*(pair for pair in self.changes if pair[0] != key), (key, value))
        if len(changes) > MAX_CHANGES:
            return self.whole.with_item(key, value)
        return self.with_only(changes)


def _rest(mapping: Mapping) -> Value | None:
    return mapping.rest


def _has_items(mapping: Mapping) -> bool:
    return mapping.has_items


class PlacedArguments(Arguments):
    """The arguments of ``function(*args, given=..., **spread)``, where ``spread`` is a placeholder."""

    given: tuple[tuple[str, Value], ...]
    spread: PlacedMapping

    def __init__(
        self,
        args: tuple[Value, ...],
        given: tuple[tuple[str, Value], ...],
        more_args: Value | None,
        spread: PlacedMapping,
    ) -> None:
        self.__dict__.update(args=args, given=given, more_args=more_args, spread=spread)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlacedArguments) and (
            (self.args, self.given, self.more_args, self.spread)
            == (other.args, other.given, other.more_args, other.spread)
        )

    def __hash__(self) -> int:
        return hash((self.args, self.given, self.more_args, self.spread))

    @property
    def keywords(self) -> tuple[tuple[str, Value], ...]:
        return spread_keywords(dict(self.given), self.spread)

    @property
    def more_keywords(self) -> Value | None:
        return self.spread.rest

    def keyword(self, name: str) -> Value | None:
        found = self.spread.get(Constant(name))
        return dict(self.given).get(name) if found is None else found


# Of placeholders, the fields that hold values: to be gone through without asking anything.
HELD: dict[type, tuple[str, ...]] = {
    Placeholder: ("attributes",),
    PlacedClass: (),
    PlacedFunction: (),
    PlacedMapping: ("changes",),
    PlacedArguments: ("args", "given", "more_args", "spread"),
}


def spread_keywords(given: dict[str, Value], spread: Mapping) -> tuple[tuple[str, Value], ...]:
    """The keywords of a call ``function(given=..., **spread)``."""
    return tuple({**given, **{key.value: v for key, v in spread.items if isinstance(key.value, str)}}.items())
