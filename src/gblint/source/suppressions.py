"""Comments that silence findings, and those of them that silence nothing.

Forms: ``# noqa``, ``# noqa: GB0124, GB0170``, ``# gblint: ignore``, ``# gblint: ignore[GB0124]``, and, on a line of its
own, ``# gblint: skip-file``. A comment speaks for the findings that start on its line. In a statement over several
lines, one at the end of the finding's span or at the end of the statement (of its header, for an ``if`` or a
``def``) does too. Other linters' codes are theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from gblint.diagnostics import Diagnostic, Severity, Span

UNUSED = "GBL004"

_CODE = r"GBL?\d*\b|[A-Z]+[0-9]+"
_CODES = rf"(?:{_CODE})(?:[\s,]+(?:{_CODE}))*"
_DIRECTIVE = re.compile(
    rf"#\s*(?:(?P<noqa>noqa)\b(?:\s*:\s*(?P<noqa_codes>{_CODES}))?"
    r"|gblint:\s*(?P<word>[\w-]+)(?:\s*\[(?P<ignore_codes>[^\]]*)\])?)",
    re.IGNORECASE,
)
_WORDS = ("ignore", "skip-file", "compiled")

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_MARKERS = (b"noqa", b"gblint:")  # a text without any of these has no comment for gblint


@dataclass
class Directive:
    """One comment's request. ``codes`` are codes or prefixes of gblint's, None for all."""

    line: int
    column: int
    end_column: int
    codes: tuple[str, ...] | None
    text: str
    of_gblint: bool
    used: set[str] = field(default_factory=set)

    def covers(self, code: str) -> bool:
        """Whether ``code`` is silenced; remembers that it was of use."""
        if self.codes is None:
            self.used.add("")
            return True
        matched = {selector for selector in self.codes if code.startswith(selector)}
        self.used |= matched
        return bool(matched)


class Suppressions:
    """The comments of one file that speak to gblint."""

    def __init__(self, path: str, comments: Iterable[Comment]) -> None:
        self.path = path
        self.skip_file = False
        self._by_line: dict[int, list[Directive]] = {}
        self._unknown: list[tuple[Directive, str]] = []
        self._ends: dict[int, int] = {}
        for comment in comments:
            self._ends.update(dict.fromkeys(range(comment.first, comment.line), comment.line))
            for directive, word in _directives(comment.line, comment.column, comment.text):
                if word == "skip-file" and comment.alone:
                    self.skip_file = True
                elif word == "ignore":
                    self._by_line.setdefault(comment.line, []).append(directive)
                elif word != "compiled":
                    self._unknown.append((directive, word))

    def covers(self, finding: Diagnostic) -> bool:
        """Whether ``finding``, of this file, is silenced; every comment that would do it counts as used."""
        if self.skip_file:
            return True
        lines = {finding.span.line, finding.span.end_line, self._ends.get(finding.span.line, finding.span.line)}
        hits = [directive.covers(finding.code) for line in lines for directive in self._by_line.get(line, ())]
        return any(hits)

    def unused(self) -> list[Diagnostic]:
        """A note for each of gblint's own requests that ``covers`` was never glad of, and for each that is none."""
        if self.skip_file:
            return []
        notes = []
        for directive in (d for group in self._by_line.values() for d in group):
            if directive.codes is None:
                wasted = ["all codes"] if directive.of_gblint and not directive.used else []
            else:
                wasted = [code for code in directive.codes if code not in directive.used and code != UNUSED]
            if wasted and not self._accepted(directive.line):
                what = "nothing here" if wasted == ["all codes"] else f"no {' and no '.join(wasted)} here"
                notes.append(self._note(directive, f"`{directive.text}` suppresses nothing: gblint finds {what}"))
        for directive, word in self._unknown:
            why = "it belongs on a line of its own" if word == "skip-file" else f"known are {', '.join(_WORDS)}"
            notes.append(self._note(directive, f"`{directive.text}` has no effect: {why}"))
        return notes

    def _accepted(self, line: int) -> bool:
        return any(UNUSED in (directive.codes or ()) for directive in self._by_line.get(line, ()))

    def _note(self, directive: Directive, message: str) -> Diagnostic:
        span = Span(directive.line, directive.column, directive.line, directive.end_column)
        return Diagnostic(self.path, span, UNUSED, message, "Remove the comment, or the code from it.", Severity.NOTE)


def _directives(line: int, column: int, comment: str) -> Iterator[tuple[Directive, str]]:
    """The requests in one comment (there can be several: ``# noqa: GB0124  # gblint: ignore[GB0170]``)."""
    for match in _DIRECTIVE.finditer(comment):
        codes: tuple[str, ...] | None = None
        if match["noqa"]:
            word = "ignore"
            if match["noqa_codes"]:
                codes = tuple(code for code in _split(match["noqa_codes"]) if code.startswith("GB"))
        else:
            word = match["word"].lower()
            if match["ignore_codes"] is not None:
                codes = tuple(_split(match["ignore_codes"]))
        start = column + match.start()
        text = match.group().rstrip(" ,")
        yield Directive(line, start, start + len(text), codes, text, match["noqa"] is None), word


def _split(codes: str) -> list[str]:
    return list(dict.fromkeys(code.upper() for code in re.split(r"[\s,]+", codes) if code))


class Comment(NamedTuple):
    """A comment: line and column from 1, its text, whether nothing stands before it, and the first line of the
    statement that ends on its line."""

    line: int
    column: int
    text: str
    alone: bool
    first: int


def comments_of(text: str) -> list[Comment]:
    """The comments that speak to gblint."""
    # Bytes, as the letters of other texts than ASCII are slow to lower; a pattern that ignores case is slower still.
    lowered = text.encode("utf-8", "replace").lower()
    if not any(marker in lowered for marker in _MARKERS) or not _addressed(text):
        return []
    return [comment for comment in _comments(text) if _addressed(comment.text)]


@cache
def _pieces() -> re.Pattern[str]:
    """What tells where lines end that are no statements' ends, and where a "#" begins no comment."""
    from gblint.source.code_text import STRING  # most files never get here

    return re.compile(rf"#[^\n]*|{STRING}|\\\n|[()\[\]{{}}]|\n", re.DOTALL)


def _comments(text: str) -> list[Comment]:
    """All comments. ``tokenize`` would tell them too, in ten times the time, and not in newer syntax."""
    found: list[Comment] = []
    line, depth = 1, 0
    begin = done = 0  # of the line; of what has been looked at
    first = 0  # line of the statement that is being read, 0 between two
    for piece in _pieces().finditer(text):
        sign, at = piece.group(), piece.start()
        if not first and (sign[0] not in "#\n" or text[done:at].strip()):
            first = line
        done = piece.end()
        if sign[0] == "#":
            found.append(Comment(line, at - begin + 1, sign, not text[begin:at].strip(), line))
        elif sign in _OPENING:
            depth += 1
        elif sign in _CLOSING:
            depth = max(0, depth - 1)
        elif sign == "\n":
            if depth == 0:
                _end(found, first, line)
                first = 0
            line, begin = line + 1, done
        elif "\n" in sign:  # a string, or a joined line
            line, begin = line + sign.count("\n"), at + sign.rindex("\n") + 1
    _end(found, first, line)
    return found


def _end(found: list[Comment], first: int, last: int) -> None:
    """Tells the comment behind a statement over these lines, if there is one, where that begins."""
    if first and found and found[-1].line == last:
        found[-1] = found[-1]._replace(first=first)


def _addressed(text: str) -> bool:
    """Whether there is a request in ``text`` that is not for another linter."""
    return any(directive.codes != () for directive, _ in _directives(0, 0, text))
