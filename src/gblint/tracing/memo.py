"""Answers that are kept, where working one out may ask for itself again.

A recursion is cut by a stand-in answer. Whatever was worked out with its help is no more than provisional: it is used
again until the question that was cut is answered, and then forgotten. So what is kept for good depends on its key
alone, not on which question happened to be asked first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")


class Memo:
    """Keeps track of the questions being worked on, outermost first, for any number of tables of answers."""

    def __init__(self) -> None:
        self._open: dict[object, int] = {}  # question -> its place among those being worked on
        self._leant: int | None = None  # the outermost open question that the innermost one depends on
        self._provisional: dict[object, tuple[Any, int]] = {}
        self._until: dict[int, list[object]] = {}

    def of(self, table: dict[_Key, _Answer], key: _Key, answer: Callable[[], _Answer], meanwhile: _Answer) -> _Answer:
        """``table[key]``, worked out by ``answer`` if need be; ``meanwhile`` where that asks for the same key."""
        if key in table:
            return table[key]
        question = (id(table), key)
        known = self._provisional.get(question)
        if known is not None:
            self.leans_on(known[1])
            return known[0]  # type: ignore[no-any-return]
        if question in self._open:
            self.leans_on(self._open[question])
            return meanwhile
        place = len(self._open)
        self._open[question] = place
        outer, self._leant = self._leant, None
        try:
            found = answer()
        finally:
            del self._open[question]
            for stale in self._until.pop(place, ()):
                self._provisional.pop(stale, None)
            head = self._leant if self._leant is not None and self._leant < place else None
            self._leant = outer
        if head is None:
            table[key] = found
        else:
            self._provisional[question] = (found, head)
            self._until.setdefault(head, []).append(question)
            self.leans_on(head)
        return found

    def leans_on(self, place: int) -> None:
        """Notes that what is being worked out depends on an open question; 0, the outermost, where it was cut short."""
        self._leant = place if self._leant is None else min(self._leant, place)
