"""Whether a text is Python at all, asked so that no input can crash, hang or blind the run.

``ast`` is asked first: it is fast and refuses absurd nesting cleanly. It does not know syntax newer than the running
Python, so what it refuses is given to LibCST, which reads nearly all of it on any Python. LibCST's parser recurses
without a guard, however: bracket depth and chains are counted before it sees a text that ``ast`` did not vouch for.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from gblint.immutable import immutable

if TYPE_CHECKING:
    import ast

# CPython's tokenizer gives up at 200 open brackets. LibCST takes 4 s for 1,000 and loses the process at 2,000.
MAX_BRACKETS = 200
# Operators, dots and calls in a row, commas not between them: LibCST is quadratic in such chains (12 s for 5,000
# attributes), cannot tell positions in them from about 1,000 on, and overflows the stack on nested lambdas.
MAX_CHAIN = 1_000

_AST_ONLY = 0x400  # ast.PyCF_ONLY_AST, without the cost of importing ast

# Strings and comments are matched so that brackets inside them do not count.
_TOKENS = re.compile(
    r'''(?:"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\#[^\n]*)'''
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<link>[-+~.*@/%<>&|^]|\b(?:not|lambda|if|await)\b)|(?P<comma>,)|(?P<end>\n)""",
    re.DOTALL,
)

# A line that goes on with the expression of the line before, or ends in the middle of one.
_GOES_ON = re.compile(r"\n[ \t]*[-+.*@/%<>&|^)\]]")
_UNFINISHED = (*"-+*@/%<>&|^\\", "and", "or", "not")
_LAST = frozenset(end[-1] for end in _UNFINISHED)  # characters: one look-up rules most lines out

TOO_DEEP = "too deeply nested to be analysed"


@immutable
class SyntaxFault:
    """Why a text cannot be parsed, and where; line and column count from 1, columns in characters."""

    line: int
    column: int
    message: str


def check_syntax(text: str) -> SyntaxFault | None:
    """None if ``text`` can be analysed, else the first fault. Raises nothing."""
    return parse(text)[1]


def parse(text: str) -> tuple[ast.Module | None, SyntaxFault | None]:
    """The tree of ``text``, or the first fault; neither where only LibCST can read it. Raises nothing."""
    try:
        tree = ast_of(text)
    except SyntaxError as error:
        return None, _second_opinion(text, error)
    except (RecursionError, MemoryError):
        return None, SyntaxFault(_deepest_line(text), 1, TOO_DEEP)
    except ValueError as error:  # null bytes on Python < 3.12, lone surrogates
        return None, SyntaxFault(1, 1, _one_line(str(error)))
    if may_be_deep(text):  # ast takes more on newer Pythons, or where the recursion limit is high; LibCST does not
        deep, line = _depths(text)
        if deep:
            return None, SyntaxFault(line, 1, TOO_DEEP)
    return tree, None


def ast_of(text: str) -> ast.Module:
    """The tree of ``text``; raises what ``ast.parse`` does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are other linters' business
        tree: ast.Module = compile(text, "<source>", "exec", _AST_ONLY, dont_inherit=True)
    return tree


def too_deep(text: str) -> bool:
    """Whether ``text`` nests or chains so deeply that LibCST must not be handed it."""
    return _depths(text)[0]


def _second_opinion(text: str, error: SyntaxError) -> SyntaxFault | None:
    """What ``ast`` refused is no fault if LibCST, which knows newer syntax, reads it."""
    message = _one_line(error.msg or "invalid syntax")
    line = max(error.lineno or 1, 1)
    fault = SyntaxFault(line, max(error.offset or 1, 1), f"syntax error: {message}")
    if message.startswith(("(unicode error)", "(value error)")):
        return fault  # about what a literal holds, which LibCST does not look at
    deep, where = _depths(text)
    if deep or "too many nested" in message or "too many levels" in message:
        return SyntaxFault(where if deep else line, 1, TOO_DEEP)
    import libcst  # 0.2 s: only for text that the running Python does not understand

    try:
        libcst.parse_module(text)
    except Exception:  # ParserSyntaxError, CSTLogicError, validation and recursion errors: all mean "cannot read it"
        return fault
    return None


def may_be_deep(text: str) -> bool:
    """Whether ``_depths`` is worth asking: a chain that is too long needs a very long line or very many lines."""
    lines = text.split("\n")
    if max(map(len, lines)) > MAX_CHAIN:
        return True
    if len(lines) <= MAX_CHAIN // 4:
        return False
    unfinished = [line for line in lines if line[-1:] in _LAST and line.endswith(_UNFINISHED)]
    return len(_GOES_ON.findall(text)) + len(unfinished) > MAX_CHAIN // 2


def _depths(text: str) -> tuple[bool, int]:
    """Whether a limit is passed, and the line where."""
    chains = [0]  # links since the last comma, one count for each open bracket
    line = 1
    for token in _TOKENS.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            chains[-1] += 1
            chains.append(0)
        elif kind == "close":
            if len(chains) > 1:
                chains.pop()
        elif kind == "link":
            chains[-1] += 1
        elif kind == "comma":
            chains[-1] = 0
        elif kind == "end":
            line += 1
            if len(chains) == 1:
                chains[0] = 0
        else:
            line += token.group().count("\n")
        if len(chains) > MAX_BRACKETS or chains[-1] > MAX_CHAIN:
            return True, line
    return False, 1


def _deepest_line(text: str) -> int:
    """Roughly where the nesting is that ``ast`` gave up on: a passed limit's line, else the longest line's."""
    deep, line = _depths(text)
    if deep:
        return line
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda index: len(lines[index])) + 1


def _one_line(message: str) -> str:
    return " ".join(message.split())
