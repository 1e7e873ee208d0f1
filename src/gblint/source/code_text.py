"""Source text without its comments and without what its strings hold. A search in it finds what the code says."""

from __future__ import annotations

import re
from functools import cache

STRING = (
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|'
    r"'''[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'''|"
    r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|'
    r"'[^'\\\n]*(?:\\.[^'\\\n]*)*'"
)
# Each alternative begins with a character of its own: the search skips to the next of these.
_TOKEN = re.compile(rf"#[^\n]*|{STRING}|\\\n", re.DOTALL)
_IN_FIELD = re.compile(rf"{_TOKEN.pattern}|[()\[\]{{}}:]", re.DOTALL)
_FORMATTED = re.compile(r"(?<!\w)(?:[ft]|r[ft]|[ft]r)$", re.IGNORECASE)
_OPENING = re.compile("\"\"\"|'''|[\"']")
_NAME = re.compile(r"""["']+[\w.]+["']+""")
_OWN_COMMENT = re.compile(r"gblint:")


def code_of(text: str) -> str:
    """``text`` (lines end in line feeds) without comments and the contents of strings, joined lines made one.

    Kept are gblint's own comments, strings that are a dotted name (``getattr(torch, "compile")``), and the expressions
    in f-strings. The text need not be valid: what makes no sense is kept.
    """
    kept: list[str] = []
    try:
        _strip(text, 0, kept, field=False)
    except RecursionError:  # absurdly nested f-strings
        return text
    return "".join(kept)


def _strip(text: str, start: int, kept: list[str], field: bool) -> int:
    """Adds the code from ``start`` on to ``kept``: all of it, or, in a replacement ``field``, up to what ends its
    expression. Gives the place behind."""
    tokens = _IN_FIELD if field else _TOKEN
    depth = 0
    position = start
    while found := tokens.search(text, position):
        begin, end = found.span()
        kept.append(text[position:begin])
        token = found.group()
        position = end
        if token[0] in "\"'":
            if _FORMATTED.search(text, max(0, begin - 2), begin):
                position = _formatted(text, begin, kept)
            else:
                kept.append(token if _NAME.fullmatch(token) else '""')
        elif token[0] == "#":
            if _OWN_COMMENT.search(token):
                kept.append(token)
        elif token[0] == "\\":
            kept.append(" ")
        elif depth == 0 and token in ":}":
            return begin
        else:
            depth += (token in "([{") - (token in ")]}")
            kept.append(token)
    kept.append(text[position:])
    return len(text)


def _formatted(text: str, start: int, kept: list[str]) -> int:
    """Adds the expressions in the f-string whose quotes open at ``start``. Gives the place behind it.

    Strings in them may use the same quotes (Python 3.12), which no regular expression could follow.
    """
    opening = _OPENING.match(text, start)
    quotes = opening.group() if opening else ""
    kept.append('"" ')
    return _literal(text, start + len(quotes), kept, quotes)


@cache
def _literal_token(quotes: str) -> re.Pattern[str]:
    """What matters in the fixed part of an f-string. A backslash does not keep a brace from opening a field."""
    return re.compile(rf"{quotes}|\\[^{{}}]|\{{\{{|[{{}}\n]", re.DOTALL)


def _literal(text: str, start: int, kept: list[str], quotes: str, inner: bool = False) -> int:
    """Goes over the fixed part of an f-string up to its end, or, where it is the format of a field, the field's."""
    stop = _literal_token(quotes)
    position = start
    while found := stop.search(text, position):
        token, position = found.group(), found.end()
        if token == quotes:
            return found.start() if inner else position
        if token == "\n":
            if len(quotes) == 1:  # never closed
                return found.start()
        elif token == "}":
            if inner:
                return found.start()
        elif token == "{":
            position = _strip(text, position, kept, field=True)
            kept.append(" ")
            if text[position : position + 1] == ":":
                position = _literal(text, position + 1, kept, quotes, inner=True)
            if text[position : position + 1] == "}":
                position += 1
    return len(text)
