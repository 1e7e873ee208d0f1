"""What tracing a function learned of the objects that it was given.

A function that is handed an object (a model, its config) reads a few of its attributes, calls a few of its methods,
and what comes of that depends on these alone. So it is traced with placeholders for the objects. All that is asked
about them is kept with the answers: guards, as Dynamo has them for its inputs. Where the function is called with other
objects that answer alike, the same summary serves, and what all models share is not traced anew for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, Union

from gblint.tracing.canonical import canonical
from gblint.tracing.placeholders import Placeholder
from gblint.tracing.structure import holds_objects, mapped
from gblint.tracing.summaries import Call, Summary
from gblint.tracing.values import Bound, Class, Instance, Value

if TYPE_CHECKING:
    from gblint.tracing.classes import Classes
    from gblint.tracing.tracer import Tracer

MAX_GUARDS = 200  # of a summary that is worth trying for other objects
Question = Union[Call, tuple[Any, ...]]  # of a way to ask, the object, and what else is to be said
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class _Called:
    """What a call gave that objects were handed to."""

    body: Summary
    returns: Value
    effects: tuple[tuple[str, Value], ...]
    nonlocals: tuple[tuple[str, Value], ...]


@dataclass(frozen=True)
class Variant:
    """A summary in terms of placeholders, and under which guards it holds. ``touched``: the files that its own code led
    to, as bits of ``Project.touched``."""

    summary: Summary
    guards: tuple[tuple[Question, Any], ...]
    touched: int


class Record:
    """The objects that one function was given, and those that it came by through them, in order."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._objects: list[Instance] = []
        self._known: dict[Instance, Instance] = {}  # an object -> what stands for it
        self._reals: dict[Any, Any] = {}  # values that were looked through -> with the objects
        self._answers: dict[Question, Any] = {}
        self._behind = 0  # files that lie behind the answers
        self._below = 0  # files on which the summaries of calls rest

    # --- objects and what stands for them

    def placed(self, value: Any) -> Any:
        """A value with placeholders in the place of objects."""
        return mapped(value, self._placed) if holds_objects(value) else value

    def _placed(self, value: Value) -> Value | None:
        if not isinstance(value, Instance):
            return None
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = Placeholder(self, len(self._objects))
            self._objects.append(value)
        return known

    def real(self, value: Any) -> Any:
        """A value with the objects that placeholders in it stand for."""
        if not holds_objects(value):
            return value
        known = self._reals.get(value)
        if known is None:
            known = self._reals[value] = mapped(value, self._real)
        return known

    def _real(self, value: Value) -> Value | None:
        if isinstance(value, Placeholder):
            real = self._objects[value.number]
            if not value.attributes:
                return real
            for name, attribute in value.attributes:
                real = real.with_attribute(name, self.real(attribute))
        elif isinstance(value, Instance):
            real = self._filled(value)
        else:
            return None
        # What comes back of it is the same object again.
        self._known.setdefault(real, value)
        return real

    def _filled(self, value: Instance) -> Instance:
        arguments = None if value.arguments is None else self.real(value.arguments)
        attributes = tuple([(name, self.real(attribute)) for name, attribute in value.attributes])
        unchanged = all(new[1] is old[1] for new, old in zip(attributes, value.attributes, strict=True))
        return value if unchanged and arguments is value.arguments else Instance(value.cls, arguments, attributes)

    # --- questions

    def held(self, subject: Instance, name: str) -> Any:
        """What ``Classes.held`` answers about an object."""
        if not isinstance(subject, Placeholder):
            return self._answer((_held, subject, name))
        found = self._answer((_held, subject.bare, name))
        if subject.attributes and isinstance(found, Bound) and found.receiver == subject.bare:
            return Bound(found.function, subject)
        return found

    def own(self, subject: Placeholder, name: str) -> Value | None:
        """An attribute that was set before the object came."""
        found: Value | None = self._answer((_own, subject, name))
        return found

    def of_class(self, subject: Placeholder, question: Callable[..., Any], about: tuple[object, ...]) -> Any:
        return self._answer((_of_class, subject, question, *about))

    def is_like(self, subject: Placeholder, other: Instance) -> bool:
        found: bool = self._answer((_is_like, subject, other))
        return found

    def whole_class(self, subject: Placeholder) -> Class:
        """The class of an object: a guard that only objects of this class meet."""
        found: Class = self._answer((_whole_class, subject))
        return found

    def whole(self, subject: Placeholder) -> Instance:
        """The object itself: a guard that only an equal one meets."""
        found: Instance = self._answer((_whole, subject))
        return found

    def _answer(self, question: Question) -> Any:
        known = self._answers.get(question, _UNASKED)
        return known if known is not _UNASKED else self._ask(question)

    def call(self, call: Call, depth: int) -> Summary | None:
        """What ``Tracer.traced`` gives for a call, in terms of placeholders."""
        summary, answer = self._apart(lambda: self._called(call, depth))
        self._answers.setdefault(call, answer)
        if summary is None or answer is None:
            return None
        body = summary.body
        if answer.returns is body.returns and not answer.effects and not answer.nonlocals:
            return body
        return replace(summary, returns=answer.returns, effects=answer.effects, nonlocals=answer.nonlocals, origin=body)

    def _called(self, call: Call, depth: int) -> tuple[Summary | None, _Called | None]:
        bound = tuple([(name, self.real(value)) for name, value in call.bound])
        real = Call(self.real(call.function), bound, call.options, call.given_up, call.asked)
        summary = self._tracer.traced(real, depth)
        if summary is None:
            return None, None
        self._below |= summary.body.rests_on
        given, values = dict(call.bound), dict(bound)
        effects = tuple([(name, self._effect(given.get(name), values.get(name), v)) for name, v in summary.effects])
        nonlocals = tuple((name, self.placed(value)) for name, value in summary.nonlocals)
        return summary, _Called(summary.body, self.placed(summary.returns), effects, nonlocals)

    def _effect(self, given: Value | None, real: Value | None, effect: Value) -> Value:
        """What a call has made of an argument: of an object only what has changed."""
        if isinstance(effect, Instance) and isinstance(real, Instance) and isinstance(given, Instance):
            if effect.cls == real.cls:
                return given.with_only(tuple((name, self.placed(value)) for name, value in effect.attributes))
        placed: Value = self.placed(effect)
        return placed

    def _ask(self, question: Question, depth: int = 0) -> Any:
        """Asks about the real objects."""
        if isinstance(question, Call):
            self.call(question, depth)
            return self._answers[question]
        how, subject, *about = question
        answer = self._apart(lambda: how(self._tracer.classes, self.real(subject), *map(self.real, about)))
        if how is not _whole:
            answer = self.placed(answer)
        self._answers[question] = answer
        return answer

    def _apart(self, ask: Callable[[], _Answer]) -> _Answer:
        """Notes the files that an answer led to apart from those that the function's own code led to."""
        project = self._tracer.project
        before, project.touched = project.touched, 0
        try:
            return ask()
        finally:
            self._behind |= project.touched
            project.touched = before

    # --- variants

    def variant(self, summary: Summary) -> Variant:
        """The summary that was just made with this record, for use with other objects."""
        touched = self._tracer.project.touched
        summary.rests_on = touched | self._below
        return Variant(summary, tuple(self._answers.items()), touched)

    def first(self, variants: Iterable[Variant], depth: int) -> Variant | None:
        """The variant of which all guards hold for these objects. Their functions are one, so up to where their answers
        part they ask the same questions."""
        left = list(variants)
        at = 0
        while left:
            for variant in left:
                if len(variant.guards) == at:
                    return variant
            question = left[0].guards[at][0]
            answer = self._answers[question] if question in self._answers else self._ask(question, depth)
            left = [v for v in left if v.guards[at][0] == question and v.guards[at][1] == answer]
            at += 1
        return None

    def filled(self, variant: Variant) -> Summary:
        """The summary of a variant for the objects of this record, which is not asked any more."""
        summary = variant.summary
        self._tracer.project.touched |= variant.touched | self._behind
        filled = self._filled_summary(summary)
        self._objects, self._known, self._reals, self._answers = [], {}, {}, {}
        return filled

    def _filled_summary(self, summary: Summary) -> Summary:
        kept = (summary.returns, *(value for _, value in (*summary.effects, *summary.nonlocals)))
        if not any(map(holds_objects, kept)):
            return summary
        return replace(
            summary,
            returns=canonical(self.real(summary.returns)),
            effects=tuple((name, self._real_effect(value)) for name, value in summary.effects),
            nonlocals=tuple((name, canonical(self.real(value))) for name, value in summary.nonlocals),
            origin=summary,
        )

    def _real_effect(self, value: Value) -> Value:
        if isinstance(value, Placeholder):
            attributes = tuple((name, self.real(attribute)) for name, attribute in value.attributes)
            return canonical(self._objects[value.number].with_only(attributes))
        return canonical(self.real(value))


_UNASKED = object()


# The ways to ask about an object.


def _held(classes: Classes, subject: Instance, name: str) -> Any:
    return classes.held(subject, name)


def _own(classes: Classes, subject: Instance, name: str) -> Value | None:
    return subject.own(name)


def _of_class(classes: Classes, subject: Instance, question: Callable[..., Any], *about: object) -> Any:
    return subject.of_class(question, *about)


def _is_like(classes: Classes, subject: Instance, other: Instance) -> bool:
    return subject.is_like(other)


def _whole_class(classes: Classes, subject: Instance) -> Class:
    return subject.cls


def _whole(classes: Classes, subject: Instance) -> Instance:
    return subject


def exposed(value: Any) -> Any:
    """A value without placeholders: for what is kept beyond the function that is traced."""

    def expose(part: Value) -> Value | None:
        if not isinstance(part, Placeholder):
            return None
        attributes = tuple((name, exposed(attribute)) for name, attribute in part.attributes)
        return part.with_only(attributes).whole

    return mapped(value, expose) if holds_objects(value) else value
