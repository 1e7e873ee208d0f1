"""One file of Python source: read at most once, decoded as Python decodes it, and only when asked.

Nothing here parses. ``SourceFile.verify`` is cheap enough to run over every file of a repository, so that a file that
Python could not read either is reported, whether or not anything is compiled in it.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from gblint.source.mentions import may_configure, may_hold_region
from gblint.source.suppressions import Comment, comments_of

# PEP 263: a comment on one of the first two lines; the second counts only below a blank line or a comment.
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(rb"\r\n|\n|\r")

_NOQA_FOR_GBLINT = re.compile(rb"noqa[^\n]*\bgb")

STDIN_NAME = "<stdin>"


class SourceError(Exception):
    """A file that Python could not read as source text. Lines and columns count from 1."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


class SourceFile:
    """A file to lint, or one that an import leads to.

    ``path`` is absolute (``absolute`` is it as text), ``display`` the name that findings carry, ``explicit`` tells that
    the user named this very file. ``data`` is given for text that does not come from the disk.
    """

    def __init__(self, path: Path | str, display: str, explicit: bool = False, data: bytes | None = None) -> None:
        self.absolute = os.fspath(path)
        self.display = display
        self.explicit = explicit
        self._given = data is not None
        if data is not None:
            self.data = data

    def __getstate__(self) -> dict[str, object]:
        """For another process: what it can read itself is left out."""
        left_out = ("text", "lines") if self._given else ("data", "text", "lines")
        return {name: value for name, value in self.__dict__.items() if name not in left_out}

    @classmethod
    def of(cls, path: Path) -> SourceFile:
        """The file at ``path`` under the name it has for a reader in the working folder."""
        return cls(Path(os.path.abspath(path)), display_name(path))

    def __repr__(self) -> str:
        return f"SourceFile({self.display!r})"

    @cached_property
    def path(self) -> Path:
        return Path(self.absolute)

    @cached_property
    def data(self) -> bytes:
        """The file's bytes. Raises SourceError where there is no regular file to read; never waits for a writer."""
        # O_NONBLOCK: opening a FIFO must not wait; O_BINARY: Windows would translate line ends.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self.absolute, flags)
            try:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    raise SourceError(1, 1, "not a regular file")
                return _read(descriptor, status.st_size)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise SourceError(1, 1, f"cannot be read: {reason(error)}") from None

    @cached_property
    def size(self) -> int:
        """How many bytes it has. Raises what ``data`` raises."""
        return len(self.data)

    @cached_property
    def text(self) -> str:
        """The source as Python reads it: decoded, without a byte order mark, every line ending in a line feed.

        Raises SourceError for null bytes, an unknown or wrong encoding, and whatever ``data`` raises.
        """
        text = _decode(self.data)
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    @cached_property
    def lines(self) -> list[str]:
        """The lines of ``text`` without their ends (split where Python splits them, not at form feeds)."""
        return self.text.split("\n")

    @cached_property
    def may_hold_region(self) -> bool:
        """Whether the file's code can compile something, or a comment asks for it. Raises what ``data`` raises."""
        return may_hold_region(self.data)

    @cached_property
    def may_configure(self) -> bool:
        """Whether it can set ``torch._dynamo.config``. Raises what ``data`` raises."""
        return may_configure(self.data)

    @cached_property
    def mentions_class(self) -> bool:
        """Whether it may define a class. Raises what ``data`` raises."""
        return b"class " in self.data

    @cached_property
    def may_address_gblint(self) -> bool:
        """Whether it may hold a comment for gblint alone: ``# gblint: ignore`` and the like. Raises what ``data``
        raises."""
        lowered = self.data.lower()  # a pattern that ignores case is far slower than a plain search
        return b"gblint:" in lowered or _NOQA_FOR_GBLINT.search(lowered) is not None

    @cached_property
    def comments(self) -> Sequence[Comment]:
        """The comments that speak to gblint. Raises what ``text`` raises."""
        return comments_of(self.text)

    def verify(self) -> None:
        """Raise SourceError if ``text`` would; plain ASCII is not decoded for it."""
        data = self.data
        if not data.isascii() or b"\0" in data or _cookie(data) is not None:
            _decode(data)

    def forget(self) -> None:
        """Drop what was read, unless it is on no disk: most files of a large project are looked at once."""
        if not self._given:
            for name in ("data", "text", "lines"):
                self.__dict__.pop(name, None)


def _read(descriptor: int, size: int) -> bytes:
    """All bytes of an open file that was ``size`` bytes long a moment ago."""
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    parts = [data]
    while parts[-1]:  # it has grown or shrunk since, or is one that does not tell its size
        parts.append(os.read(descriptor, 1 << 20))
    return b"".join(parts)


def digest(data: bytes) -> str:
    """What tells the contents of a file from others."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def display_name(path: Path | str) -> str:
    """How a path is shown: relative to the working folder where it lies below it, else as given; forward slashes.

    Surrogates that stand for undecodable bytes are kept: what prints the name has to be ready for them.
    """
    absolute, here = os.path.abspath(path), os.getcwd()
    if absolute == here:
        shown = "."
    elif absolute.startswith(here.rstrip(os.sep) + os.sep):
        shown = absolute[len(here.rstrip(os.sep)) + 1 :]
    else:
        shown = os.path.normpath(path)
    return shown.replace(os.sep, "/")


def reason(error: OSError) -> str:
    """What went wrong, without the error's number and without the path, which the finding names already."""
    return (error.strerror or type(error).__name__).lower()


def _cookie(data: bytes) -> tuple[int, str] | None:
    """The line and the name of the encoding that the source declares, None where it declares none."""
    if b"coding" not in data[:1024]:  # a cookie further right than this is no cookie that anyone wrote
        return None
    for number, line in enumerate(_LINE_END.split(data[:4096].removeprefix(codecs.BOM_UTF8), maxsplit=2)[:2], start=1):
        if found := _COOKIE.match(line):
            return number, found[1].decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None


def _decode(data: bytes) -> str:
    """The text of a source file. Raises SourceError as ``SourceFile.text`` does."""
    if b"\0" in data:
        raise SourceError(*_place(data, data.index(b"\0")), "contains null bytes: not Python source")
    bare = data.removeprefix(codecs.BOM_UTF8)
    marked = len(bare) != len(data)
    cookie = _cookie(data)
    name = "utf-8"
    if cookie is not None:
        line, name = cookie
        name = _known_encoding(line, name)
        if marked and name != "utf-8":
            raise SourceError(line, 1, f"declares the encoding {name} but begins with UTF-8's byte order mark")
    try:
        return bare.decode(name)
    except UnicodeDecodeError as error:
        shown = f"byte 0x{bare[error.start]:02x}"
        declared = "its declared encoding " if cookie else ""
        raise SourceError(*_place(bare, error.start), f"not {declared}{name.upper()}: {shown}") from None
    except (ValueError, LookupError) as error:  # codecs of their own making: whatever they raise is about the text
        raise SourceError(1, 1, f"cannot be decoded as {name}: {error}") from None


def _known_encoding(line: int, name: str) -> str:
    """The codec's own name. Raises SourceError if Python knows no text encoding of this name."""
    try:
        codec = codecs.lookup(name)
    except LookupError:
        raise SourceError(line, 1, f"declares an unknown encoding: {name}") from None
    if not getattr(codec, "_is_text_encoding", True):
        raise SourceError(line, 1, f"declares an encoding that is none of text: {name}")
    return "utf-8" if codec.name == "utf-8-sig" else codec.name


def _place(data: bytes, offset: int) -> tuple[int, int]:
    """The line and column, from 1, of a byte; columns count characters where the line before it is UTF-8."""
    ends = [match.end() for match in _LINE_END.finditer(data, 0, offset)]
    start = ends[-1] if ends else 0
    return len(ends) + 1, len(data[start:offset].decode("utf-8", "replace")) + 1
