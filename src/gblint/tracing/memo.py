"""Answers that are kept, where working one out may ask for itself again.

A recursion is cut by a stand-in answer. Whatever was worked out with its help is no more than provisional: it is used
again until the question that was cut is answered, and then forgotten. So what is kept for good depends on its key
alone, not on which question happened to be asked first.

With each answer the files are kept that were looked at for it: who gets it has looked at them too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from gblint.source.resolve import Project

_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")
Table = dict[_Key, tuple[_Answer, int]]  # with each answer the bits of ``Project.touched``


class Memo:
    """Keeps track of the questions being worked on, outermost first, for any number of tables of answers."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._masks: dict[int, int] = {}  # few different ones: each is kept once
        self._open: dict[object, int] = {}  # question -> its place among those being worked on
        self._leant: int | None = None  # the outermost open question that the innermost one depends on
        self._provisional: dict[object, tuple[Any, int, int]] = {}
        self._until: dict[int, list[object]] = {}

    def of(self, table: Table[_Key, _Answer], key: _Key, answer: Callable[[], _Answer], meanwhile: _Answer) -> _Answer:
        """What ``table`` keeps, worked out by ``answer`` if need be; ``meanwhile`` where that asks for the same key."""
        project = self._project
        kept = table.get(key)
        if kept is not None:
            project.touched |= kept[1]
            return kept[0]
        question = (id(table), key)
        known = self._provisional.get(question)
        if known is not None:
            self.leans_on(known[1])
            project.touched |= known[2]
            return known[0]  # type: ignore[no-any-return]
        if question in self._open:
            self.leans_on(self._open[question])
            return meanwhile
        place = len(self._open)
        self._open[question] = place
        outer, self._leant = self._leant, None
        before, project.touched = project.touched, 0
        try:
            found = answer()
        finally:
            touched = self._masks.setdefault(project.touched, project.touched)
            project.touched |= before
            del self._open[question]
            for stale in self._until.pop(place, ()):
                self._provisional.pop(stale, None)
            head = self._leant if self._leant is not None and self._leant < place else None
            self._leant = outer
        if head is None:
            table[key] = (found, touched)
        else:
            self._provisional[question] = (found, head, touched)
            self._until.setdefault(head, []).append(question)
            self.leans_on(head)
        return found

    def leans_on(self, place: int) -> None:
        """Notes that what is being worked out depends on an open question; 0, the outermost, where it was cut short."""
        self._leant = place if self._leant is None else min(self._leant, place)
