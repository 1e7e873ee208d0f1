"""What the rules may ask of the tracer about the node they are shown, and how they report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from gblint.dynamo import registry
from gblint.source.outline import Code, Unit
from gblint.tracing import calls, expressions
from gblint.tracing.frame import Frame, Target
from gblint.tracing.options import Options
from gblint.tracing.subscripts import Index, recorded_index
from gblint.tracing.summaries import Finding, Summary
from gblint.tracing.values import UNKNOWN, Arguments, Class, External, ExternalInstance, Instance, Namespace, Value

if TYPE_CHECKING:
    from gblint.dynamo.facts import Facts

_EMPTY = cst.Module([])
MAX_TEXT = 48


class Trace:
    """Answers for one context: the function, its arguments and the options under which it is traced."""

    frame: Frame

    @property
    def options(self) -> Options:
        return self.frame.options

    @property
    def facts(self) -> Facts:
        return self.frame.tracer.facts

    def value(self, node: cst.CSTNode) -> Value:
        """What the node evaluated to in this context."""
        return self.frame.values.get(id(node), UNKNOWN)

    def targets(self, node: cst.CSTNode) -> list[Target]:
        """What a call calls outside the project, or a with item enters."""
        return self.frame.targets.get(id(node), [])

    def index(self, node: cst.Subscript) -> Index:
        """The values of a subscript's parts."""
        return recorded_index(self.frame, node)

    def in_test(self, node: cst.CSTNode) -> bool:
        """Whether the node is (part of) the condition of an if, a while, an assert or the like."""
        return id(node) in self.frame.tests

    def in_project(self, dotted: str) -> bool:
        """Whether a module of this name lies below the roots."""
        project = self.frame.tracer.project
        return project.module(dotted.partition(".")[0]) is not None or project.is_package(dotted.partition(".")[0])

    def is_local(self, name: str) -> bool:
        """Whether a name is a variable of the function itself, made there."""
        return name in self.frame.env and name not in self.frame.parameters

    def is_nonlocal(self, name: str) -> bool:
        """Whether the function declares a name as one of the functions around it."""
        return name in self.frame.nonlocals

    def holds_value(self, node: cst.CSTNode) -> bool:
        """Whether a node is a value, rather than a module or another name from outside the project."""
        return not isinstance(self.value(node), (External, Namespace))

    def defines(self, instance: Instance, name: str) -> bool:
        """Whether the class of an object, or one it inherits from, defines a method."""
        return instance.of_class(self.frame.tracer.classes.home, name) is not False

    def class_attribute(self, cls: Class, name: str) -> Value:
        """What a class of the project holds under a name."""
        return self.frame.tracer.classes.class_attribute(self.frame, cls, name)

    def is_record(self, instance: Instance) -> bool:
        """Whether an object is of a named tuple's, dataclass's or similar class, whose fields are what it is."""
        return instance.of_class(self.frame.tracer.classes.is_record)

    def has_parameters(self, value: Value) -> bool:
        """Whether a value is a module that has, or may have, parameters."""
        if isinstance(value, Instance):
            return value.of_class(self.frame.tracer.classes.is_module)
        if not isinstance(value, ExternalInstance) or not value.name.startswith("torch.nn."):
            return False
        made = self.facts.outcome(value.name, "const", "default")
        return made is not None and made.code == "GB0264"

    def is_parameter(self, name: str) -> bool:
        """Whether a name is a parameter of the function."""
        return name in self.frame.parameters

    def predicate(self, node: cst.Call) -> Value:
        """What the function handed to filter() gave."""
        return self.frame.predicates.get(id(node), UNKNOWN)

    def applied(self, function: Value, *arguments: Value) -> Value:
        """What ``function(*arguments)`` gives, evaluated without being looked at for breaks."""
        return calls.call(self.frame.tracer.outside(self.frame), None, function, Arguments(arguments))

    def iterated(self, value: Value) -> Value:
        """What one step of iterating over a value yields."""
        return expressions.iterate(self.frame, value)

    @property
    def code(self) -> Code | None:
        """The function that is being traced."""
        return self.frame.code

    @property
    def enters_here(self) -> bool:
        """Whether the function that is being traced is what a region compiles."""
        specs = self.frame.tracer.regions.specs.values()
        return self.frame.code is not None and any(spec.code is self.frame.code for spec in specs)

    def inlined(self, node: cst.CSTNode) -> list[Code]:
        """The functions of the project that a call goes into."""
        found = dict.fromkeys([callee.code for callee in self.frame.callees.get(id(node), ())])
        return [code for code in found if code is not None]

    def result_used(self, node: cst.CSTNode) -> bool:
        """False for a call that is a statement of its own."""
        return id(node) not in self.frame.unused

    def project_has_method(self, name: str) -> bool:
        """Whether a class of the analysed project defines a method of this name."""
        return self.frame.tracer.project_has_method(name)

    def broken(self, node: cst.CSTNode) -> list[Code]:
        """Of the functions that a call goes into, those in which, or below which, the graph breaks."""
        found = self.frame.callees.get(id(node), ())
        return [callee.code for callee in found if callee.code is not None and _breaks(callee)]

    def text(self, node: cst.CSTNode, unit: Unit | None = None) -> str:
        """The node as the user wrote it, on one line, for messages; a long call without its arguments.

        ``unit``: where the node stands, if not in this function.
        """
        return _text(unit or self.frame.unit, node)

    def give_up(self) -> None:
        """After a break that Dynamo has no way on from: Python runs the rest of the function."""
        self.frame.env.given_up = True

    def report(
        self,
        node: cst.CSTNode,
        code: str,
        message: str,
        hint: str,
        note: bool = False,
        start: cst.CSTNode | None = None,
        unit: Unit | None = None,
    ) -> None:
        """Reports a break at a node; a note where nothing breaks under the options in force.

        ``start``: a node around it (or before it) on whose first line Dynamo puts the break. ``unit``: where the node
        stands, if not in this function. What stands behind a test of an input's dtype is a note: most inputs never get
        there. An id that the release does not have is not reported: it has another for this, or does not break.
        """
        if not registry.load().in_release(code, self.facts.release):
            return
        note = note or self.frame.guarded > 0
        self.frame.report(Finding(node, unit or self.frame.unit, code, message, hint, note, start))


def _text(unit: Unit, node: cst.CSTNode) -> str:
    text = _on_one_line(unit, node)
    if len(text) > MAX_TEXT and isinstance(node, cst.Call):
        text = _on_one_line(unit, node.func) + "(...)"
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 4].rstrip() + " ..."


def _on_one_line(unit: Unit, node: cst.CSTNode) -> str:
    text = unit.text(node)
    return " ".join((text if text is not None else _EMPTY.code_for_node(node)).split())


def _breaks(summary: Summary) -> bool:
    pending, seen = [summary], {id(summary)}
    while pending:
        current = pending.pop()
        if any(not finding.note for finding in current.findings):
            return True
        for edge in current.calls:
            if id(edge.callee) not in seen:
                seen.add(id(edge.callee))
                pending.append(edge.callee)
    return False
