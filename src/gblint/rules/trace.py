"""What the rules may ask of the tracer about the node they are shown, and how they report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from gblint.tracing.frame import Frame, Target
from gblint.tracing.options import Options
from gblint.tracing.subscripts import Index, recorded_index
from gblint.tracing.summaries import Finding
from gblint.tracing.values import Value

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

    def report(self, node: cst.CSTNode, code: str, message: str, hint: str, note: bool = False) -> None:
        """Reports a break at a node; a note where nothing breaks under the options in force."""
        self.frame.report(Finding(node, self.frame.unit, code, message, hint, note))
