"""What a file says of compiling in its code, as against its comments and strings: whether it can hold a region.

Most files that say ``torch.compile`` say it in prose. They are told from the others in two steps: a search of the
bytes, then, of what that lets through, one of the code alone. A file that is turned away is never parsed, so both let
through whatever could compile something, under any alias.
"""

from __future__ import annotations

import re
from functools import cache

# Each begins with letters, which is what makes a search fast: a look behind comes after them.
_COMPILE = r"compile\b(?<!\wcompile)(?<!\bre\.compile)(?<!\bregex\.compile)"
_DYNAMO = r"_dynamo\b(?<!\w_dynamo)"
_MARK = r"gblint:\s*compiled\b"
# Modules go by other names, functions by their own: these are asked for anywhere in a file that has the module.
_OF_DYNAMO = r"(?:optimize|optimize_assert|explain|export)\b"
_EXPORT = r"export\b(?<=\btorch\.export)"
_EXPORT_BY_NAME = r"torch\s+import\b[^\n]*\bexport\b"
_STAR = re.compile(rb"import(?<!\wimport)[ \t(]*\*")  # begins with fixed letters: ten times as fast as with \b


def may_hold_region(data: bytes) -> bool:
    """Whether a file of these bytes can compile something, or has a comment that asks for it."""
    # Cheapest first: most files end at the first two searches.
    if b"torch" not in data and b"gblint:" not in data:
        return False
    return _makes_region(data) and _makes_region(_code(data))


def may_configure(data: bytes) -> bool:
    """Whether a file of these bytes can set ``torch._dynamo.config``, which counts for regions in the same file."""
    return b"_dynamo" in data and b"config" in data and _has(_DYNAMO, _code(data))


def may_bind(data: bytes, name: str) -> bool:
    """Whether a module of these bytes could bind a name: it, or a star import, stands in them."""
    return not name.isascii() or name.encode() in data or _STAR.search(data) is not None


def code_says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether ``pattern`` matches in the code of ``text``, a file's or a function's."""
    if pattern.search(text) is None:
        return False
    from gblint.source.code_text import code_of

    return pattern.search(code_of(text)) is not None


@cache
def compiling() -> re.Pattern[str]:
    """What a function's code says if it is worth running in search of regions and of settings for them."""
    return re.compile(rf"{_COMPILE}|_dynamo|\btorch\.export|{_MARK}")


def _makes_region(data: bytes) -> bool:
    return (
        (b"compile" in data and (_has(_COMPILE, data) or _has(_MARK, data)))
        or (b"_dynamo" in data and _has(_DYNAMO, data) and _has(_OF_DYNAMO, data))
        or (b"export" in data and (_has(_EXPORT, data) or _has(_EXPORT_BY_NAME, data)))
    )


def _has(pattern: str, data: bytes) -> bool:
    return _compiled(pattern).search(data) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode())


def _code(data: bytes) -> bytes:
    from gblint.source.code_text import code_of

    # Whatever the encoding, all that is looked for and all that ends a string or a comment is ASCII.
    text = data.decode("latin-1")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return code_of(text).encode("latin-1")
