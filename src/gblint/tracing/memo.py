"""Answers that are kept, where working one out may ask for itself again.

A recursion is cut by a stand-in answer. Whatever was worked out with its help is no more than provisional: it is used
again until the question that was cut is answered, and then forgotten. That question's answer is kept, but not used
while one of those that leant on it is being worked out itself, which has its own cut. So an answer depends on its
question alone, not on which ones happened to be asked before.

With each answer the files are kept that were looked at for it: who gets it has looked at them too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gblint.source.outline import Assignment, ClassDef, Code, FunctionDef, ModuleOutline
from gblint.tracing.placeholders import HELD
from gblint.tracing.summaries import Summary
from gblint.tracing.values import Constant, DataScalar, External, ExternalInstance, Scalar, Tensor, Unknown

if TYPE_CHECKING:
    from gblint.source.resolve import Project

_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")


class Kept(Generic[_Answer]):
    """An answer with the bits of ``Project.touched``, the numbers of the questions that leant on it, and how often
    answers had been forgotten when it was last asked for."""

    __slots__ = ("answer", "asked", "leaning", "touched")

    def __init__(self, answer: _Answer, touched: int, leaning: frozenset[int], asked: int) -> None:
        self.answer = answer
        self.touched = touched
        self.leaning = leaning
        self.asked = asked


Table = dict[_Key, Kept[_Answer]]
Tables = tuple[Table[Any, Any], ...]

_NONE: frozenset[int] = frozenset()
_DEFINITIONS = frozenset((Code, ClassDef, FunctionDef, Assignment))
_PLAIN = frozenset(
    (str, int, bool, type(None), Constant, Scalar, DataScalar, Tensor, Unknown, External, ExternalInstance)
)


class _Parts(dict[type, tuple[str, ...]]):
    """The names under which objects of a class hold what may concern a module."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        self[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
        return self[kind]


_PARTS = _Parts(HELD)


class Gone:
    """Modules that are let go of, and ``bits``, which they set in ``Project.touched``."""

    def __init__(self, modules: frozenset[ModuleOutline], bits: int) -> None:
        self._modules = modules
        self.bits = bits
        self._known: dict[int, tuple[object, bool]] = {}  # by the ids of values, which stay theirs as they are held

    def concerns(self, thing: Any) -> bool:
        """Whether a key, a value or a definition has anything of theirs in it."""
        kind = type(thing)
        if kind in _PLAIN:
            return False
        if kind is tuple:
            for part in thing:  # noqa: SIM110 - most parts are plain: a generator would take twice as long
                if type(part) not in _PLAIN and self.concerns(part):
                    return True
            return False
        if kind in _DEFINITIONS:
            return thing.module in self._modules
        if kind is ModuleOutline:
            return thing in self._modules
        if kind is Summary:
            return bool(thing.rests_on & self.bits)
        known = self._known.get(id(thing))
        if known is None:
            concerned = False
            for name in _PARTS[kind]:
                part = getattr(thing, name)
                if type(part) not in _PLAIN and self.concerns(part):
                    concerned = True
                    break
            known = self._known[id(thing)] = (thing, concerned)
        return known[1]


class Memo:
    """Keeps track of the questions being worked on, outermost first, for any number of tables of answers."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._masks: dict[int, int] = {}  # few different ones: each is kept once
        self._numbers: dict[object, int] = {}  # of the questions that lean on others
        self._fresh = count()  # numbers that no question has had
        self._open: dict[object, int] = {}  # question -> its place among those being worked on
        self._leant: int | None = None  # the outermost open question that the innermost one depends on
        self._provisional: dict[object, tuple[Any, int, int]] = {}
        self._until: dict[int, list[object]] = {}
        self._forgotten = 0  # how often answers were
        self._circles: frozenset[int] = _NONE  # those of the answers that were used

    def kept(self, table: Table[_Key, _Answer], key: _Key) -> Kept[_Answer] | None:
        """What ``table`` keeps, if it may be used now."""
        kept = table.get(key)
        if kept is None:
            return None
        if kept.leaning:
            if self._is_open(kept.leaning):
                return None
            self._circles |= kept.leaning
        self._project.touched |= kept.touched
        kept.asked = self._forgotten
        return kept

    def of(self, table: Table[_Key, _Answer], key: _Key, answer: Callable[[], _Answer], meanwhile: _Answer) -> _Answer:
        """What ``table`` keeps, worked out by ``answer`` if need be; ``meanwhile`` where that asks for the same key."""
        kept = self.kept(table, key)
        if kept is not None:
            return kept.answer
        project = self._project
        question = (id(table), key)
        known = self._provisional.get(question) if self._provisional else None
        if known is not None:
            self.leans_on(known[1])
            project.touched |= known[2]
            return known[0]  # type: ignore[no-any-return]
        if question in self._open:
            self.leans_on(self._open[question])
            return meanwhile
        place = self._open[question] = len(self._open)
        outer, self._leant = self._leant, None
        before, project.touched = project.touched, 0
        leaning: list[object] = []
        try:
            found = answer()
        finally:
            touched = self._masks.setdefault(project.touched, project.touched)
            project.touched |= before
            del self._open[question]
            leaning = self._until.pop(place, leaning)
            for stale in leaning:
                self._provisional.pop(stale, None)
            head = self._leant if self._leant is not None and self._leant < place else None
            self._leant = outer
        if head is None:
            numbers = self._numbered(leaning) if leaning else _NONE
            table[key] = Kept(found, touched, numbers, self._forgotten)
            self._circles |= numbers
        else:
            self._provisional[question] = (found, head, touched)
            self._until.setdefault(head, []).append(question)
            self.leans_on(head)
        return found

    def through(self, table: Table[_Key, _Answer], key: _Key, answer: Callable[[], _Answer]) -> _Answer:
        """The same for a question that others cut if it comes back to itself: it is not counted among the open ones,
        and its answer is used as long as all that it was worked out with."""
        kept = self.kept(table, key)
        if kept is not None:
            return kept.answer
        project = self._project
        leant, self._leant = self._leant, None
        circles, self._circles = self._circles, _NONE
        before, project.touched = project.touched, 0
        try:
            found = answer()
        finally:
            touched = self._masks.setdefault(project.touched, project.touched)
            project.touched |= before
            here, self._leant = self._leant, leant
            if here is not None:
                self.leans_on(here)
            used, self._circles = self._circles, self._circles | circles
        if here is None:
            table[key] = Kept(found, touched, used, self._forgotten)
        return found

    def _numbered(self, questions: list[object]) -> frozenset[int]:
        return frozenset(self._numbers.setdefault(question, next(self._fresh)) for question in questions)

    def _is_open(self, numbers: frozenset[int]) -> bool:
        return any(self._numbers.get(question) in numbers for question in self._open)

    @property
    def is_settled(self) -> bool:
        """Whether what is being worked out depends on no open question so far."""
        return self._leant is None

    def leans_on(self, place: int) -> None:
        """Notes that what is being worked out depends on an open question; 0, the outermost, where it was cut short."""
        self._leant = place if self._leant is None else min(self._leant, place)

    def forget(self, tables: Tables, gone: Gone) -> None:
        """Forgets the answers for which modules were looked at that are gone, and those that nobody can ask for again,
        as their keys have something of these modules in them. No other answer can. Those that nobody has asked for
        since the time before the last go too: most are for contexts that do not come again."""
        used: set[int] = set()
        for table in tables:
            for key, kept in list(table.items()):
                if kept.touched & gone.bits or kept.asked < self._forgotten - 1 or gone.concerns(key):
                    del table[key]
                else:
                    used.update(kept.leaning)
        self._forgotten += 1
        self._numbers = {question: number for question, number in self._numbers.items() if number in used}
