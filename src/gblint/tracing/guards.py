"""What tracing a function learned of the objects that it was given.

A function that is handed an object (a model, its config) reads a few of its attributes, calls a few of its methods,
and what comes of that depends on these alone. So it is traced with placeholders for the objects. All that is asked
about them is kept with the answers: guards, as Dynamo has them for its inputs. Where the function is called with other
objects that answer alike, the same summary serves, and what all models share is not traced anew for each of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, Union

from gblint.tracing.canonical import canonical
from gblint.tracing.placeholders import Placeholder
from gblint.tracing.structure import holds_objects, mapped
from gblint.tracing.summaries import RECEIVER, Call, CallEdge, Finding, Outcome, Summary
from gblint.tracing.values import Bound, Class, Instance, Value

if TYPE_CHECKING:
    from gblint.source.outline import Code
    from gblint.tracing.classes import Classes
    from gblint.tracing.memo import Gone
    from gblint.tracing.tracer import Tracer

MAX_GUARDS = 200  # of a summary that is worth trying for other objects
Question = Union[Call, tuple[Any, ...]]  # of a way to ask, the object, and what else is to be said
_Answer = TypeVar("_Answer")


class Slot(Summary):
    """The summary of a call that placeholders were handed to: another one with other objects, as long as the call gives
    the same. What reads more of it than its steps asks for it: the caller's summary then serves calls into the same
    function alone, or with the same summary."""

    record: Record
    call: Call

    def __init__(self, record: Record, call: Call, steps: int) -> None:
        self.__dict__.update(record=record, call=call, steps=steps, origin=None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Slot) and other.call == self.call

    def __hash__(self) -> int:
        return hash(self.call)

    @property
    def code(self) -> Code | None:  # type: ignore[override]
        return self.record.callee_code(self.call)

    @property
    def findings(self) -> tuple[Finding, ...]:  # type: ignore[override]
        return self.record.callee(self.call).findings

    @property
    def calls(self) -> tuple[CallEdge, ...]:  # type: ignore[override]
        return self.record.callee(self.call).calls


class Variant:
    """A summary in terms of placeholders, and under which guards it holds. ``touched``: the files that its own code led
    to, as bits of ``Project.touched``.

    What it calls is not part of it: ``slots`` are the calls that objects were handed to.
    """

    def __init__(self, summary: Summary, guards: tuple[tuple[Question, Any], ...], touched: int) -> None:
        self.guards = guards
        self.touched = touched
        self._edges = [(edge, edge.callee.call if isinstance(edge.callee, Slot) else None) for edge in summary.calls]
        self._charged = Counter(callee.call for callee in summary.charged if isinstance(callee, Slot))
        self.slots = tuple(dict.fromkeys([*(call for _, call in self._edges if call is not None), *self._charged]))
        self._steps = summary.steps - sum(c.steps for c in summary.charged if isinstance(c, Slot))
        summary.calls = summary.charged = ()
        self._summary = summary
        self._filled: dict[tuple[Summary, ...], Summary] = {}

    def steps(self, callees: tuple[Summary, ...]) -> int:
        """The steps of the summary with these callees in its slots."""
        return self._steps + sum(
            callee.steps * self._charged[call] for call, callee in zip(self.slots, callees, strict=True)
        )

    def filled(self, callees: tuple[Summary, ...], below: int) -> Summary:
        """The summary with these callees in its slots, the same for the same ones; ``below``: what these rest on."""
        found = self._filled.get(callees)
        if found is None:
            of = dict(zip(self.slots, callees, strict=True))
            edges: dict[tuple[int, Summary], CallEdge] = {}
            for edge, call in self._edges:
                callee = edge.callee if call is None else of[call]
                edges.setdefault((id(edge.node), callee), CallEdge(edge.node, edge.unit, callee))
            found = self._filled[callees] = replace(
                self._summary,
                calls=tuple(edges.values()),
                steps=self.steps(callees),
                rests_on=self.touched | below,
            )
        return found

    def stays(self, gone: Gone, held: Container[int]) -> bool:
        """Whether anything of it stays when modules are let go of: ``held`` are the ids of the summaries that do."""
        if self.touched & gone.bits or gone.concerns(self.guards):
            return False
        for callees, summary in list(self._filled.items()):
            if id(summary) not in held or gone.concerns(summary):
                del self._filled[callees]
        return bool(self._filled)


class Record:
    """The objects that one function was given, and those that it came by through them, in order."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._objects: list[Instance] = []
        self._known: dict[Instance, Instance] = {}  # an object -> what stands for it
        self._reals: dict[Any, Any] = {}  # values that were looked through -> with the objects
        self._answers: dict[Question, Any] = {}
        self._callees: dict[Call, Summary | None] = {}  # what calls went into
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

    def called(self, call: Call, depth: int) -> tuple[Outcome, Slot | None]:
        """What ``Tracer.called`` gives for a call, in terms of placeholders."""
        if call not in self._callees:
            outcome, callee = self._apart(lambda: self._called(call, depth))
            self._answers[call], self._callees[call] = outcome, callee
            if callee is not None:
                self._below |= callee.rests_on
        callee = self._callees[call]
        return self._answers[call], None if callee is None else Slot(self, call, callee.steps)

    def _called(self, call: Call, depth: int) -> tuple[Outcome, Summary | None]:
        arguments, receiver = self.real(call.arguments), self.real(call.receiver)
        real = Call(self.real(call.function), arguments, receiver, call.options, call.given_up, call.asked)
        outcome, callee = self._tracer.called(real, depth)
        changes: dict[str, Any] = {}
        for name in ("returns", "declared"):
            value = getattr(outcome, name)
            if holds_objects(value):
                changes[name] = self.placed(value)
        if outcome.nonlocals:
            changes["nonlocals"] = tuple((name, self.placed(value)) for name, value in outcome.nonlocals)
        if outcome.effects:
            changes["effects"] = tuple(
                (name, place, self._effect(_given(call, name, place), _given(real, name, place), effect))
                for name, place, effect in outcome.effects
            )
        return (replace(outcome, **changes) if changes else outcome), callee

    def callee(self, call: Call) -> Summary:
        """The summary of what a call goes into."""
        found: Summary = self._answer((_callee, call))
        return found

    def callee_code(self, call: Call) -> Code | None:
        """The function that a call goes into."""
        found: Code | None = self._answer((_callee_code, call))
        return found

    def _effect(self, given: Value | None, real: Value | None, effect: Value) -> Value:
        """What a call has made of an argument: of an object only what has changed."""
        if isinstance(effect, Instance) and isinstance(real, Instance) and isinstance(given, Instance):
            if effect.cls == real.cls:
                changed = tuple((name, self.placed(value)) for name, value in effect.attributes)
                if isinstance(given, Placeholder):  # of another record, where guards are asked
                    return Placeholder(self, given.number, changed)
                return given.with_only(changed)
        placed: Value = self.placed(effect)
        return placed

    def _ask(self, question: Question, depth: int = 0) -> Any:
        """Asks about the real objects."""
        if isinstance(question, Call):
            return self.called(question, depth)[0]
        how, subject, *about = question
        if isinstance(subject, Call):  # which has been asked about
            answer = self._answers[question] = how(self._callees[subject])
            return answer
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
        if summary.cut is not None:  # for reasons that may lie below
            for call, callee in list(self._callees.items()):
                if callee is not None:
                    self.callee(call)
        return Variant(summary, tuple(self._answers.items()), self._tracer.project.touched)

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

    def steps(self, variant: Variant) -> int:
        """The steps that a variant takes with the objects of this record."""
        return variant.steps(self._in_slots(variant))

    def filled(self, variant: Variant) -> Summary:
        """The summary of a variant for the objects of this record, which is not asked any more."""
        self._tracer.project.touched |= variant.touched | self._behind
        filled = self._filled_summary(variant.filled(self._in_slots(variant), self._below))
        self._objects, self._known, self._reals, self._answers, self._callees = [], {}, {}, {}, {}
        return filled

    def _in_slots(self, variant: Variant) -> tuple[Summary, ...]:
        return tuple([callee for call in variant.slots if (callee := self._callees[call]) is not None])

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


def _given(call: Call, name: str, place: int | None) -> Value | None:
    """What a call hands to a parameter."""
    if place == RECEIVER:
        return call.receiver
    if place is not None and place < len(call.arguments.args):
        return call.arguments.args[place]
    return call.arguments.keyword(name)


# What may be asked about the summary of a call.


def _callee(summary: Summary) -> Summary:
    return summary


def _callee_code(summary: Summary) -> Code | None:
    return summary.code


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
