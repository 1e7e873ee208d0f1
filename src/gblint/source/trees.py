"""The LibCST statements of some lines, and where their nodes stand, whichever way they are made."""

from __future__ import annotations

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
    """``body``: the statements, made from ``ast``'s tree, or parsed by LibCST where that does not tell all.

    Raises what ``cst.parse_module`` raises.
    """

    body: _Statements
    _made: dict[int, Place] | None  # of the nodes that ast has too, by id; columns in bytes

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        text = "".join(lines)
        try:
            converter = Converter(lines)
            self.body = converter.module(ast_of(text))
        except (Unsure, SyntaxError, ValueError, RecursionError, MemoryError):
            self._module = cst.parse_module(text)
            self.body, self._made = self._module.body, None
        else:
            self._plain, self._made = converter.plain, converter.places

    @property
    def made(self) -> bool:
        """Whether the statements are made from ``ast``'s tree."""
        return self._made is not None

    def place(self, node: cst.CSTNode) -> Place | None:
        """First and last line and column of a node: lines from 1, columns from 0. None for a node of another tree."""
        if self._made is None:
            return self._places.of(node)
        place = self._made.get(id(node))
        if place is not None and type(node) is not cst.GeneratorExp and type(node) is not cst.Tuple:
            place = place if self._plain else in_characters(self._lines, place)
            if self._lines[place[2] - 1][place[3] - 1] != ";":  # which to ast is part of the statement around a block
                return place
        if type(node) is cst.WithItem:
            return self._of_item(node)
        return self._others.get(id(node))

    def text(self, node: cst.CSTNode) -> str | None:
        """A node as it is written, without parentheses around it, save a tuple's or generator's own. None for a node of
        another tree."""
        if self._made is not None and (place := self._made.get(id(node))) is not None:  # ast counts these parentheses
            return between(self._lines, place if self._plain else in_characters(self._lines, place))
        place = self.place(node)
        if place is None:
            return None
        if self._made is None and isinstance(node, (cst.Tuple, cst.GeneratorExp)):
            return self._module.code_for_node(node)
        return between(self._lines, place)

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
            module = cst.parse_module("".join(self._lines))
        except Exception:  # what LibCST does not read and ast does
            return {}
        places = Places(module)
        found: dict[int, Place] = {}
        for ours, theirs in zip(self.body, module.body, strict=True):
            for node, twin in zip(walk(ours), walk(theirs), strict=True):
                place = places.of(twin)
                if place is not None:
                    found[id(node)] = place
        return found
