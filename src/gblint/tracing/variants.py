"""Summaries that serve other objects than those that they were made for, and how the one that fits is found."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING, Any, Union

from gblint.tracing.placeholders import Placed
from gblint.tracing.summaries import Call, CallEdge, Finding, Summary

if TYPE_CHECKING:
    from gblint.source.outline import Code
    from gblint.tracing.memo import Gone

Question = Union[Call, tuple[Any, ...]]  # of a way to ask, the object, and what else is to be said


class Slot(Placed, Summary):
    """The summary of a call that placeholders were handed to: another one with other objects, as long as the call gives
    the same. What reads more of it than its steps asks for it: the caller's summary then serves calls into the same
    function alone, or with the same summary."""

    call: Call

    def __init__(self, call: Call, steps: int) -> None:
        self.__dict__.update(call=call, steps=steps, origin=None)

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


def _call_of(callee: Summary) -> Call | Summary:
    return callee.call if isinstance(callee, Slot) else callee


class Variant:
    """A summary in terms of placeholders, and under which guards it holds. ``touched``: the files that its own code led
    to, as bits of ``Project.touched``.

    What it calls is not part of it: ``slots`` are the calls that objects were handed to.
    """

    def __init__(self, summary: Summary, guards: tuple[tuple[Question, Any], ...], touched: int) -> None:
        self.guards = guards
        self.touched = touched
        charged = [callee for callee in summary.charged if isinstance(callee, Slot)]
        self._edges = [(edge.node, edge.unit, _call_of(edge.callee)) for edge in summary.calls]
        self._charged: dict[Call, int] = {}
        for slot in charged:
            self._charged[slot.call] = self._charged.get(slot.call, 0) + 1
        called = [callee for _, _, callee in self._edges if isinstance(callee, Call)]
        self.slots = tuple(dict.fromkeys([*called, *self._charged]))
        self._steps = summary.steps - sum(slot.steps for slot in charged)
        summary.calls = summary.charged = ()
        self._summary = summary
        self._filled: dict[tuple[Summary, ...], Summary] = {}

    def steps(self, callees: tuple[Summary, ...]) -> int:
        """The steps of the summary with these callees in its slots."""
        steps = self._steps
        for call, callee in zip(self.slots, callees, strict=True):
            steps += callee.steps * self._charged.get(call, 0)
        return steps

    def filled(self, callees: tuple[Summary, ...], below: int) -> Summary:
        """The summary with these callees in its slots, the same for the same ones; ``below``: what these rest on."""
        found = self._filled.get(callees)
        if found is None:
            of = dict(zip(self.slots, callees, strict=True))
            edges: dict[tuple[int, Summary], CallEdge] = {}
            for node, unit, called in self._edges:
                callee = of[called] if isinstance(called, Call) else called
                edges.setdefault((id(node), callee), CallEdge(node, unit, callee))
            found = self._filled[callees] = self._summary.copied()
            found.calls, found.steps, found.rests_on = tuple(edges.values()), self.steps(callees), self.touched | below
        return found

    def stays(self, gone: Gone, held: Container[int]) -> bool:
        """Whether anything of it stays when modules are let go of: ``held`` are the ids of the summaries that do."""
        if self.touched & gone.bits or gone.concerns(self.guards):
            return False
        for callees, summary in list(self._filled.items()):
            if id(summary) not in held or gone.concerns(summary):
                del self._filled[callees]
        return bool(self._filled)


class _Step:
    """A question that all variants ask which have come this far, and what follows each answer."""

    __slots__ = ("question", "then")

    def __init__(self, question: Question) -> None:
        self.question = question
        self.then: dict[Any, Variant | _Step] = {}


class Variants:
    """The variants of one context. Their function is one, so up to where the answers part they ask the same."""

    def __init__(self, variants: Iterable[Variant] = ()) -> None:
        self.all: list[Variant] = []
        self._first: Variant | _Step | None = None
        for variant in variants:
            self.add(variant)

    def add(self, variant: Variant) -> None:
        guards = variant.guards
        if self._first is None:
            self._first = _Step(guards[0][0]) if guards else variant
        step = self._first
        for i, (question, answer) in enumerate(guards):
            if not isinstance(step, _Step) or step.question != question:
                return  # what it had learned before was cut short: it does not fit in
            follows = _Step(guards[i + 1][0]) if i + 1 < len(guards) else variant
            step = step.then.setdefault(answer, follows)
        if step is variant:
            self.all.append(variant)

    def fitting(self, answer: Callable[[Question], Any]) -> Variant | None:
        """The variant of which all guards hold."""
        step = self._first
        while type(step) is _Step:
            step = step.then.get(answer(step.question))
        return step if isinstance(step, Variant) else None
