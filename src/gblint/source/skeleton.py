"""A file without the bodies of its functions: an outline needs no more, and ``ast`` reads a quarter of the text.

Bodies are found by their indentation, which strings over several lines may deceive, and so may definitions in a
docstring. So where a body seems to hold an odd number of triple quotes, its end is looked for string by string. Nothing
is given for a file in which their number is odd before that too, in which a header holds any, or the end of a body
might be within a string; and what is left of a body that was cut elsewhere is no Python, as a rule.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gblint.source.code_text import STRING
from gblint.source.syntax import ast_of, may_be_deep

if TYPE_CHECKING:
    import ast

# What tells where the header of a function ends: at the first colon outside brackets, strings and comments.
_HEADER = re.compile(rf"#[^\n]*|{STRING}|[(\[{{:)\]}}]", re.DOTALL)
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?\n")
_TRIPLE = ('"""', "'''")


class _Unclear(Exception):
    """Where a body begins or ends cannot be told."""


def tree_of_skeleton(text: str) -> ast.Module | None:
    """``ast``'s tree of a file without the bodies of its functions; None where the whole file has to be read. What is
    wrong within the bodies is not seen. Raises nothing."""
    cut = skeleton(text)
    if cut is None or may_be_deep(text):
        return None
    try:
        return ast_of(cut)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def skeleton(text: str) -> str | None:
    """``text`` (lines end in line feeds) with ``...`` on the last line of the body of each function and nothing on the
    others, so that each line keeps its number; None where the bodies cannot be told."""
    kept: list[str] = []
    done = at = 0
    try:
        while (found := text.find("def ", at)) >= 0:
            at = found + 4
            margin = text[text.rfind("\n", 0, found) + 1 : found]
            if margin.strip(" ") not in ("", "async"):
                continue
            colon = _end_of_header(text, at)
            rest = _REST_OF_LINE.match(text, colon)
            if rest is None:  # the body stands on the line of the colon
                at = colon
                continue
            body = rest.end()
            indent = len(margin) - len(margin.lstrip(" "))
            beyond = _beyond(indent).search(text, body - 1)
            at = beyond.start() if beyond is not None else len(text)
            if _within_string(text, body, at):
                if _within_string(text, 0, body):  # the definition may stand in it
                    return None
                at = _end_of_body(text, body, indent)
            last, end = _last_line(text, body, at)
            kept += (text[done:body], "\n" * text.count("\n", body, last), " " * (indent + 1), "...")
            done = end
    except _Unclear:
        return None
    return "".join([*kept, text[done:]])


def _end_of_header(text: str, start: int) -> int:
    """The place behind the colon of a header. Text without one is no header: it is not read again and again."""
    depth = 0
    for token in _HEADER.finditer(text, start):
        sign = token.group()
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif sign == ":" and depth == 0:
            return token.end()
        if depth < 0 or sign.startswith(_TRIPLE):
            break
    raise _Unclear


def _within_string(text: str, start: int, end: int) -> bool:
    """Whether a string may go on at the end of a piece of text."""
    return any(text.count(quotes, start, end) % 2 for quotes in _TRIPLE)


def _end_of_body(text: str, start: int, indent: int) -> int:
    """Where a body ends, as ``_beyond`` says, but not within a string."""
    for token in _string_or_beyond(indent).finditer(text, start - 1):
        sign = token.group()
        if sign[0] == "\n":
            return token.start()
        if sign in ('"', "'"):  # that opens a string without an end
            raise _Unclear
    return len(text)


@cache
def _string_or_beyond(indent: int) -> re.Pattern[str]:
    return re.compile(rf"#[^\n]*|{STRING}|[\"']|{_beyond(indent).pattern}", re.DOTALL)


@cache
def _beyond(indent: int) -> re.Pattern[str]:
    """Where a line ends behind which code is indented no further than a definition."""
    return re.compile(rf"\n {{0,{indent}}}(?=[^\s#])")


def _last_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The last line between two places that is neither blank nor a comment."""
    while end > start:
        begin = text.rfind("\n", start, end) + 1 or start
        line = text[begin:end].strip()
        if line.endswith("\\") or (line.startswith("#") and any(quotes in line for quotes in _TRIPLE)):
            break
        if line and not line.startswith("#"):
            return begin, end
        end = begin - 1
    raise _Unclear
