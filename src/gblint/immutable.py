"""The decorator of records that do not change, which values, findings and most of what is handed around are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object) -> Callable[[Any], Any]:
        return lambda function: function


_Class = TypeVar("_Class", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(cls: _Class) -> _Class:
    """A dataclass whose objects do not change. That is for mypy to see to: one that is frozen at run time takes three
    times as long to make, and of values millions are made.

    A dataclass has each of its methods written and compiled when its module is imported, six if it is frozen, which is
    a tenth of the start of gblint. Here ``__init__`` alone is.
    """
    own = vars(cls)
    equal, hashed = "__eq__" not in own, "__hash__" not in own
    decorate: Any = dataclass(repr=False, eq=False)
    made: Any = decorate(cls)
    names = [part.name for part in fields(made)]
    content: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def __eq__(self: Any, other: object) -> Any:
        return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(content(self))

    def __repr__(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join([f'{name}={getattr(self, name)!r}' for name in names])})"

    made.__repr__ = __repr__
    if equal:
        made.__eq__ = __eq__
    if hashed:
        made.__hash__ = __hash__
    return cls
