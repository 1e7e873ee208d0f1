"""What tracing a function learned of the objects that it was given.

A function that is handed an object (a model, its config) reads a few of its attributes, calls a few of its methods,
and what comes of that depends on these alone. So it is traced with placeholders for the objects. All that is asked
about them is kept with the answers: guards, as Dynamo has them for its inputs. Where the function is called with other
objects that answer alike, the same summary serves, and what all models share is not traced anew for each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gblint.source.outline import FunctionDef
from gblint.tracing.canonical import canonical
from gblint.tracing.placeholders import (
    Method,
    Placed,
    PlacedArguments,
    PlacedClass,
    PlacedFunction,
    PlacedMapping,
    Placeholder,
    bare,
    spread_keywords,
)  # fmt: skip
from gblint.tracing.structure import holding, mapped
from gblint.tracing.summaries import RECEIVER, Call, Context, Outcome, Summary
from gblint.tracing.values import Arguments, Bound, Class, Function, Instance, Mapping, Value
from gblint.tracing.variants import Question, Slot, Variant, Variants

if TYPE_CHECKING:
    from gblint.source.outline import ClassDef, Code
    from gblint.tracing.classes import Classes
    from gblint.tracing.tracer import Tracer

MAX_GUARDS = 200  # of a summary that is worth trying for other objects


class Record:
    """The objects that one function was given, and those that it came by through them, in order."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._objects: list[Instance | Function | Mapping] = []
        self._known: dict[Value, Value] = {}  # an object -> what stands for it
        self._reals: dict[Any, Any] = {}  # values that were looked through -> with the objects
        self._answers: dict[Question, Any] = {}
        self._callees: dict[Call, Summary | None] = {}  # what calls went into
        self._behind = 0  # files that lie behind the answers
        self._below = 0  # files on which the summaries of calls rest

    # --- objects and what stands for them

    def placed(self, value: Any) -> Any:
        """A value with placeholders in the place of objects."""
        return mapped(value, self._placed) if holding(value) else value

    def _placed(self, value: Value) -> Value | None:
        if not isinstance(value, Instance) or value.set_since("__dict__") is not None:
            return None  # of an object whose attributes are all replaced nothing is asked
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = bare(len(self._objects))
            self._objects.append(value)
        return known

    def parameter(self, value: Value) -> Value:
        """The same of what a parameter is: also a dict has a placeholder."""
        if type(value) is not Mapping:
            placed: Value = self.placed(value)
            return placed
        self._objects.append(value)
        return PlacedMapping(len(self._objects) - 1, value.kind)

    def free_variable(self, value: Value) -> Value:
        """The same of what a free variable is: also a function has a placeholder."""
        if type(value) is not Function:
            placed: Value = self.placed(value)
            return placed
        self._objects.append(value)
        return PlacedFunction(len(self._objects) - 1)

    def real(self, value: Any) -> Any:
        """A value with the objects that placeholders in it stand for."""
        if not holding(value):
            return value
        known = self._reals.get(value)
        if known is None:
            known = self._reals[value] = mapped(value, self._real)
        return known

    def _real(self, value: Value) -> Any:
        if isinstance(value, Placeholder):
            thing = self._objects[value.number]
            if not value.attributes:
                return thing
            assert isinstance(thing, Instance)
            real = thing
            for name, attribute in value.attributes:
                real = real.with_attribute(name, self.real(attribute))
        elif isinstance(value, Instance):
            real = self._filled(value)
        else:
            return self._real_carrier(value)
        # What comes back of it is the same object again.
        self._known.setdefault(real, value)
        return real

    def _real_carrier(self, value: Any) -> Any:
        """The same of what objects are handed on by."""
        if isinstance(value, PlacedFunction):
            return self._objects[value.number]
        if isinstance(value, PlacedClass):
            thing = self._objects[value.number]
            assert isinstance(thing, Instance)
            return thing.cls
        if isinstance(value, PlacedMapping):
            mapping = self._objects[value.number]
            assert isinstance(mapping, Mapping)
            for key, changed in value.changes:
                mapping = mapping.with_item(key, self.real(changed))
            return mapping
        if isinstance(value, PlacedArguments):
            args = tuple([self.real(argument) for argument in value.args])
            spread: Mapping = self.real(value.spread)
            keywords = spread_keywords({name: self.real(v) for name, v in value.given}, spread)
            return Arguments(args, keywords, self.real(value.more_args), spread.rest)
        return None

    def _filled(self, value: Instance) -> Instance:
        arguments = None if value.arguments is None else self.real(value.arguments)
        attributes = tuple([(name, self.real(attribute)) for name, attribute in value.attributes])
        unchanged = all(new[1] is old[1] for new, old in zip(attributes, value.attributes, strict=True))
        return value if unchanged and arguments is value.arguments else Instance(value.cls, arguments, attributes)

    # --- questions

    def held(self, subject: Instance, name: str) -> Any:
        """What ``Classes.held`` answers about an object; of a method the Method, with placeholders for functions."""
        return self._looked_up(_held, subject, name)

    def behind(self, subject: Instance | Class, name: str, after: ClassDef) -> Any:
        """What ``Classes.behind`` answers, likewise."""
        return self._looked_up(_behind, subject, name, after)

    def _looked_up(self, how: Callable[..., Any], subject: Instance | Class, *about: object) -> Any:
        if not isinstance(subject, Placeholder):
            return self._answer((how, subject, *about))
        found = self._answer((how, subject.bare, *about))
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

    def of_mapping(self, subject: PlacedMapping, question: Callable[..., Any], *about: object) -> Any:
        return self._answer((_of_mapping, subject, question, *about))

    def whole_class(self, subject: Placeholder) -> Class:
        """The class of an object: a guard that only objects of this class meet."""
        found: Class = self._answer((_whole_class, subject))
        return found

    def whole(self, subject: Placeholder | PlacedFunction | PlacedMapping) -> Any:
        """The thing itself: a guard that only an equal one meets."""
        return self._answer((_whole, subject))

    def asked_by(self, trace: Callable[[Context, int], Summary], context: Context, depth: int) -> Summary:
        """What tracing a function with this record's placeholders gives."""
        before: Record | None = getattr(Placed, "record", None)
        Placed.record = self
        try:
            return trace(context, depth)
        finally:
            if before is not None:
                Placed.record = before
            else:
                del Placed.record  # which holds the tracer

    def _answer(self, question: Question) -> Any:
        known = self._answers.get(question, _UNASKED)
        return known if known is not _UNASKED else self._ask(question)

    def called(self, call: Call, depth: int) -> tuple[Outcome, Slot | None]:
        """What ``Tracer.called`` gives for a call, in terms of placeholders."""
        outcome: Outcome | None = self._answers.get(call)
        if outcome is not None:
            callee = self._callees[call]
        else:
            project = self._tracer.project
            before, project.touched = project.touched, 0
            try:
                outcome, callee = self._called(call, depth)
            finally:
                self._behind |= project.touched
                project.touched = before
            self._answers[call], self._callees[call] = outcome, callee
            if callee is not None:
                self._below |= callee.rests_on
        return outcome, None if callee is None else Slot(call, callee.steps)

    def _called(self, call: Call, depth: int) -> tuple[Outcome, Summary | None]:
        arguments, receiver = self.real(call.arguments), self.real(call.receiver)
        real = Call(self.real(call.function), arguments, receiver, call.options, call.given_up, call.asked)
        outcome, callee = self._tracer.really_called(real, depth)
        changes: dict[str, Any] = {}
        for name in ("returns", "declared"):
            value = getattr(outcome, name)
            if holding(value):
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
                return given.with_only(tuple([(name, self.placed(value)) for name, value in effect.attributes]))
        placed: Value = self.placed(effect)
        return placed

    def _ask(self, question: Question, depth: int = 0) -> Any:
        """Asks about the real objects."""
        if isinstance(question, Call):
            return self.called(question, depth)[0]
        how, subject, about = question[0], question[1], question[2:]
        if type(subject) is Call:  # which has been asked about
            answer = self._answers[question] = how(self._callees[subject])
            return answer
        is_bare = type(subject) is Placeholder and not subject.attributes
        thing = self._objects[subject.number] if is_bare else self.real(subject)
        project = self._tracer.project
        before, project.touched = project.touched, 0
        try:
            answer = how(self._tracer.classes, thing, *[p if type(p) is str else self.real(p) for p in about])
            if type(answer) is FunctionDef and (how is _held or how is _behind):
                answer = Method(mapped(self._tracer.function_value(answer), self._placed_function))
        finally:
            self._behind |= project.touched
            project.touched = before
        if how is not _whole:
            answer = self.placed(answer)
        self._answers[question] = answer
        return answer

    def _placed_function(self, part: Value) -> Value | None:
        if type(part) is not Function:
            return None
        known = self._known.get(part)
        if known is None:
            known = self._known[part] = self.free_variable(part)
        return known

    # --- variants

    def variant(self, summary: Summary) -> Variant:
        """The summary that was just made with this record, for use with other objects."""
        if summary.cut is not None:  # for reasons that may lie below
            for call, callee in list(self._callees.items()):
                if callee is not None:
                    self.callee(call)
        return Variant(summary, tuple(self._answers.items()), self._tracer.project.touched)

    def first(self, variants: Variants, depth: int) -> Variant | None:
        """The variant of which all guards hold for these objects."""
        answers = self._answers
        return variants.fitting(lambda q: answers[q] if q in answers else self._ask(q, depth))

    def steps(self, variant: Variant) -> int:
        """The steps that a variant takes with the objects of this record."""
        return variant.steps(self._in_slots(variant))

    def filled(self, variant: Variant) -> Summary:
        """The summary of a variant for the objects of this record."""
        self._tracer.project.touched |= variant.touched | self._behind
        return self._filled_summary(variant.filled(self._in_slots(variant), self._below))

    def _in_slots(self, variant: Variant) -> tuple[Summary, ...]:
        return tuple([callee for call in variant.slots if (callee := self._callees[call]) is not None])

    def _filled_summary(self, summary: Summary) -> Summary:
        changed = (*summary.effects, *summary.nonlocals)
        if not (holding(summary.returns) or any(holding(value) for _, value in changed)):
            return summary
        filled = summary.copied()
        filled.origin = summary
        filled.returns = canonical(self.real(summary.returns))
        filled.effects = tuple([(name, self._real_effect(value)) for name, value in summary.effects])
        filled.nonlocals = tuple([(name, canonical(self.real(value))) for name, value in summary.nonlocals])
        return filled

    def _real_effect(self, value: Value) -> Value:
        if isinstance(value, Placeholder):
            attributes = tuple([(name, self.real(attribute)) for name, attribute in value.attributes])
            thing = self._objects[value.number]
            assert isinstance(thing, Instance)
            return canonical(thing.with_only(attributes))
        return canonical(self.real(value))


_UNASKED = object()


def _given(call: Call, name: str, place: int | None) -> Value | None:
    """What a call hands to a parameter: where it is written, as what is spread has no place that takes an effect."""
    if place == RECEIVER:
        return call.receiver
    if place is not None and place < len(call.arguments.args):
        return call.arguments.args[place]
    keywords = call.arguments.given if isinstance(call.arguments, PlacedArguments) else call.arguments.keywords
    return dict(keywords).get(name)


# What may be asked about the summary of a call.


def _callee(summary: Summary) -> Summary:
    return summary


def _callee_code(summary: Summary) -> Code | None:
    return summary.code


# The ways to ask about an object.


def _held(classes: Classes, subject: Instance, name: str) -> Any:
    return classes.held(subject, name)


def _behind(classes: Classes, subject: Instance | Class, name: str, after: ClassDef) -> Any:
    return classes.behind(subject, name, after)


def _own(classes: Classes, subject: Instance, name: str) -> Value | None:
    return subject.own(name)


def _of_class(classes: Classes, subject: Instance, question: Callable[..., Any], *about: object) -> Any:
    return subject.of_class(question, *about)


def _of_mapping(classes: Classes, subject: Mapping, question: Callable[..., Any], *about: object) -> Any:
    return question(subject, *about)


def _is_like(classes: Classes, subject: Instance, other: Instance) -> bool:
    return subject.is_like(other)


def _whole_class(classes: Classes, subject: Instance) -> Class:
    return subject.cls


def _whole(classes: Classes, subject: Instance | Function | Mapping) -> Instance | Function | Mapping:
    return subject


def exposed(value: Any) -> Any:
    """A value without placeholders: for what is kept beyond the function that is traced."""

    def expose(part: Value) -> Any:
        if isinstance(part, (PlacedFunction, PlacedMapping)):
            return part.whole
        if isinstance(part, PlacedClass):
            return part.itself
        if isinstance(part, PlacedArguments):
            return exposed(Arguments(part.args, part.keywords, part.more_args, part.more_keywords))
        if not isinstance(part, Placeholder):
            return None
        attributes = tuple((name, exposed(attribute)) for name, attribute in part.attributes)
        return part.with_only(attributes).whole

    return mapped(value, expose) if holding(value) else value
