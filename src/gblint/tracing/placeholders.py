"""What stands for an object that a function was given, while the function is traced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gblint.tracing.values import Arguments, Class, Instance, Value

if TYPE_CHECKING:
    from gblint.tracing.guards import Record


class Placeholder(Instance):
    """The object of number ``number`` in a record (see guards.py), which is asked for all that is to be known of it.
    ``attributes`` are those that were set since the object came. What reads its ``cls`` or ``arguments`` may do
    anything with them: the summary then serves objects of that class, or equal ones, alone."""

    record: Record
    number: int

    def __init__(self, record: Record, number: int, attributes: tuple[tuple[str, Value], ...] = ()) -> None:
        self.__dict__.update(record=record, number=number, attributes=attributes)

    # Guards of one record are compared with those of another.
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
        return Placeholder(self.record, self.number) if self.attributes else self

    @property
    def cls(self) -> Class:
        return self.record.whole_class(self.bare)

    @property
    def arguments(self) -> Arguments | None:
        return self.whole.arguments

    def own(self, name: str) -> Value | None:
        value = self.set_since(name)
        return self.record.own(self.bare, name) if value is None else value

    def with_only(self, attributes: tuple[tuple[str, Value], ...]) -> Placeholder:
        return Placeholder(self.record, self.number, attributes)

    def of_class(self, question: Callable[..., Any], *about: object) -> Any:
        return self.record.of_class(self.bare, question, about)

    def is_like(self, other: Instance) -> bool:
        return self.is_one_with(other) or self.record.is_like(self.bare, other)

    def is_one_with(self, other: Instance) -> bool:
        return isinstance(other, Placeholder) and other.number == self.number

    @property
    def whole(self) -> Instance:
        found = self.record.whole(self.bare)
        for name, value in self.attributes:
            found = found.with_attribute(name, value)
        return found
