"""The LibCST statements of some lines, and where their nodes stand, whichever way they are made."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Union

import libcst as cst

from gblint.source.convert_expressions import Place, Unsure, between, in_characters
from gblint.source.convert_statements import Converter
from gblint.source.places import Places
from gblint.source.syntax import ast_of
from gblint.source.walk import walk

_Statements = Sequence[Union[cst.BaseStatement, cst.BaseSmallStatement]]
_NO_PARENTHESES = re.compile(r"[ \t]*(?:[,:]|as\b)")


class Tree:
    """``body``: the statements of some lines of a file, made from ``ast``'s tree, or parsed by LibCST where that does
    not tell all. ``known``: that tree, where these lines are one statement of which it was kept.

    Indented lines are parsed below a header line of their own, so that no line has to be changed and multi-line strings
    stay intact. Raises what ``cst.parse_module`` raises.
    """

    body: _Statements
    _made: dict[int, Place] | None  # of the nodes that ast has too, by id; columns in bytes

    def __init__(
        self, lines: Sequence[str], first: int = 1, last: int | None = None, known: ast.stmt | None = None
    ) -> None:
        own = lines[first - 1 : last]
        self._lines = lines
        self._header = ["class _:\n"] if own and own[0][:1] in (" ", "\t", "\f") and own[0].strip() else []
        self._own = [*self._header, *own]
        self._offset = first - 1 - len(self._header)  # of these lines in the file
        self._shift = self._offset if known is None else 0  # of the lines in ``_made``
        text = "".join(self._own)
        try:
            converter = Converter(self._own if known is None else lines, text)
            if known is None:
                self.body = self._below(converter.statements(ast_of(text).body))
            else:
                self.body = converter.statements((known,))
        except (Unsure, SyntaxError, ValueError, RecursionError, MemoryError):
            self._module = cst.parse_module(text)
            self.body, self._made = self._below(self._module.body), None
        else:
            self._plain, self._made = converter.plain, converter.places

    def _below(self, body: _Statements) -> _Statements:
        """What stands below the header."""
        return body[0].body.body if self._header and isinstance(body[0], cst.ClassDef) else body

    @property
    def made(self) -> bool:
        """Whether the statements are made from ``ast``'s tree."""
        return self._made is not None

    def place(self, node: cst.CSTNode) -> Place | None:
        """First and last line and column of a node in the file: lines from 1, columns from 0. None for a node of
        another tree."""
        if self._made is None:
            place = self._places.of(node)
            return _moved(place, self._offset) if place is not None else None
        place = self._counted(node)
        if place is not None and type(node) is not cst.GeneratorExp and type(node) is not cst.Tuple:
            if self._lines[place[2] - 1][place[3] - 1] != ";":  # which to ast is part of the statement around a block
                return place
        if type(node) is cst.WithItem:
            return self._of_item(node)
        return self._others.get(id(node))

    def text(self, node: cst.CSTNode) -> str | None:
        """A node as it is written, without parentheses around it, save a tuple's or generator's own. None for a node of
        another tree."""
        place = self._counted(node)  # with these parentheses
        if place is None:
            place = self.place(node)
            if place is not None and self._made is None and isinstance(node, (cst.Tuple, cst.GeneratorExp)):
                return self._module.code_for_node(node)
        return between(self._lines, place) if place is not None else None

    def _counted(self, node: cst.CSTNode) -> Place | None:
        """The place of a node as ``ast`` counts, if this has the node too."""
        place = self._made.get(id(node)) if self._made is not None else None
        if place is None:
            return None
        place = _moved(place, self._shift)
        return place if self._plain else in_characters(self._lines, place)

    @cached_property
    def _places(self) -> Places:
        return Places(self._module)

    def _of_item(self, node: cst.WithItem) -> Place | None:
        """``ast`` has what a with item is made of: it is as long as these if they are not in parentheses."""
        first = self.place(node.item)
        last = self.place(node.asname.name) if node.asname is not None else first
        if first is None or last is None or not (self._ends_here(first) and self._ends_here(last)):
            return self._others.get(id(node))
        return *first[:2], *last[2:]

    def _ends_here(self, place: Place) -> bool:
        return _NO_PARENTHESES.match(self._lines[place[2] - 1], place[3]) is not None

    @cached_property
    def _others(self) -> dict[int, Place]:
        """The places of the nodes that ``ast`` does not have, or counts differently: those in a tree that LibCST has
        parsed, which is the same node for node. That takes its time, but hardly anything is ever reported there."""
        try:
            module = cst.parse_module("".join(self._own))
        except Exception:  # what LibCST does not read and ast does
            return {}
        places = Places(module)
        found: dict[int, Place] = {}
        for ours, theirs in zip(self.body, self._below(module.body), strict=True):
            for node, twin in zip(walk(ours), walk(theirs), strict=True):
                place = places.of(twin)
                if place is not None:
                    found[id(node)] = _moved(place, self._offset)
        return found


def _moved(place: Place, lines: int) -> Place:
    """A place so many lines further down."""
    line, column, end_line, end_column = place
    return line + lines, column, end_line + lines, end_column
