"""Where the nodes of a LibCST tree stand, as its PositionProvider says, at a third of the cost.

The provider works out line and column of every node while it generates the code. Here each node only notes between
which tokens it lies; lines and columns are worked out for the nodes that are asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from types import TracebackType
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState

_LINE_END = re.compile(r"\r\n?|\n")


class Places:
    """The places of all nodes of a module."""

    def __init__(self, module: cst.Module) -> None:
        state = _State(module.default_indent, module.default_newline)
        module._codegen(state)
        self._spans = state.spans
        self._offsets = [0, *accumulate(map(len, state.tokens))]
        self._lines = [0, *(match.end() for match in _LINE_END.finditer("".join(state.tokens)))]

    def of(self, node: cst.CSTNode) -> tuple[int, int, int, int] | None:
        """First and last line and column: lines from 1, columns from 0. None for a node that is not of this
        module."""
        span = self._spans.get(id(node))
        return None if span is None else (*self._place(span[0]), *self._place(span[1]))

    def _place(self, token: int) -> tuple[int, int]:
        offset = self._offsets[min(token, len(self._offsets) - 1)]
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1]


class _State(CodegenState):
    """Notes for each node, by its id, how many tokens stand before its beginning and before its end."""

    def __init__(self, indent: str, newline: str) -> None:
        super().__init__(indent, newline)
        self.spans: dict[int, tuple[int, int]] = {}
        self._begun: list[int] = []

    def before_codegen(self, node: cst.CSTNode) -> None:
        self._begun.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        begun = self._begun.pop()
        if id(node) not in self.spans:
            self.spans[id(node)] = (begun, len(self.tokens))

    def record_syntactic_position(self, node: cst.CSTNode, **ends: Any) -> Any:
        return _Syntactic(self, node, ends.get("start_node"), ends.get("end_node"))


class _Syntactic:
    """The part of a node without the whitespace that it owns."""

    __slots__ = ("begun", "end", "node", "start", "state")

    def __init__(self, state: _State, node: cst.CSTNode, start: cst.CSTNode | None, end: cst.CSTNode | None) -> None:
        self.state, self.node, self.start, self.end = state, node, start, end

    def __enter__(self) -> None:
        self.begun = len(self.state.tokens)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        spans = self.state.spans
        begun = self.begun if self.start is None else spans[id(self.start)][0]
        ended = len(self.state.tokens) if self.end is None else spans[id(self.end)][1]
        spans[id(self.node)] = (begun, ended)
