"""What the rules may ask of the tracer about the node they are shown, and how they report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from gblint.tracing.frame import Frame, Target
from gblint.tracing.options import Options
from gblint.tracing.subscripts import Index, recorded_index
from gblint.tracing.summaries import Finding
from gblint.tracing.values import UNKNOWN, Value

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
        return self.frame.value(node)

    def targets(self, node: cst.CSTNode) -> list[Target]:
        """What a call calls outside the project, or a with item enters."""
        return self.frame.targets.get(node, [])

    def index(self, node: cst.Subscript) -> Index:
        """The values of a subscript's parts."""
        return recorded_index(self.frame, node)

    def in_test(self, node: cst.CSTNode) -> bool:
        """Whether the node is (part of) the condition of an if, a while, an assert or the like."""
        return node in self.frame.tests

    def in_project(self, dotted: str) -> bool:
        """Whether a module of this name lies below the roots."""
        project = self.frame.tracer.project
        return project.module(dotted.partition(".")[0]) is not None or project.is_package(dotted.partition(".")[0])

    def is_local(self, name: str) -> bool:
        """Whether a name is a variable of the function itself, made there."""
        return name in self.frame.env and name not in self.frame.parameters

    def predicate(self, node: cst.Call) -> Value:
        """What the function handed to filter() gave."""
        return self.frame.predicates.get(node, UNKNOWN)

    def result_used(self, node: cst.CSTNode) -> bool:
        """False for a call that is a statement of its own."""
        return node not in self.frame.unused

    def project_has_method(self, name: str) -> bool:
        """Whether a class of the analysed project defines a method of this name."""
        return self.frame.tracer.project_has_method(name)

    def text(self, node: cst.CSTNode) -> str:
        """The node as the user wrote it, on one line, for messages."""
        text = " ".join(_EMPTY.code_for_node(node).split())
        return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 4].rstrip() + " ..."

    def report(
        self,
        node: cst.CSTNode,
        code: str,
        message: str,
        hint: str,
        note: bool = False,
        start: cst.CSTNode | None = None,
    ) -> None:
        """Reports a break at a node; a note where nothing breaks under the options in force.

        ``start``: a node around it (or before it) on whose first line Dynamo puts the break. What stands behind a test
        of an input's dtype is a note: most inputs never get there.
        """
        self.frame.report(Finding(node, self.frame.unit, code, message, hint, note or self.frame.guarded > 0, start))
