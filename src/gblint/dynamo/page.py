"""One explanation page: the Markdown file that says what an id means and how to get rid of the break.

A page is ``pages/<id>.md``: a front matter of ``key: value`` lines between ``---`` lines, then sections with
fixed headings. The text serves ``gblint rule``, hovers and the web page alike, so it is written once, here.
Each python block of "Example" and "Use instead" is a whole script: run under the real Dynamo, the first
breaks exactly on the lines marked with an id, the second nowhere.
"""

from __future__ import annotations

import re
import textwrap

from gblint.immutable import immutable

STATUSES = {
    "detected": "detected by gblint",
    "runtime-only": "seen at run time only, gblint does not report it",
    "internal": "internal to Dynamo, no line of the user's is at fault",
}
SEVERITIES = ("error", "warning", "note")
FRONT_KEYS = ("status", "severity", "hint", "not-run")
HEADINGS = ("What breaks", "What does not", "Instead", "Example", "Use instead")

_FENCE = re.compile(r"\A```python\n(.*?)\n?```\Z", re.DOTALL)
_MARK = re.compile(r"#\s*((?:GBL?\d+)(?:\s*,\s*GBL?\d+)*)\s*$")


class PageError(ValueError):
    """A page file that does not have the fixed form; the message names the id and the fault."""


@immutable
class Page:
    """What ``pages/<code>.md`` says. Texts are Markdown without headings; code is bare, without fences.

    ``severity`` is the one a finding has in a default region, or for gblint's own codes the usual one.
    ``not_run`` says why Dynamo cannot confirm the example everywhere (a GPU, a missing package), else empty.
    ``example`` and ``use_instead`` are empty only where no code of the user's leads to the id.
    """

    code: str
    status: str
    severity: str
    hint: str
    what_breaks: str
    what_does_not: str
    instead: str
    example: str
    use_instead: str
    not_run: str = ""

    @property
    def explanation(self) -> str:
        """The text that stands for the whole page where there is room for one paragraph."""
        return self.what_breaks


def parse(code: str, text: str) -> Page:
    """The page of ``code`` from its file's ``text``.

    Raises PageError if a heading or key is missing, unknown, repeated or out of order.
    """
    front, body = _split_front_matter(code, text)
    sections = _sections(code, body)
    status = front.get("status", "")
    severity = front.get("severity", "warning")
    if status not in STATUSES:
        raise PageError(f"{code}: status is {status!r}, not one of {', '.join(STATUSES)}")
    if severity not in SEVERITIES:
        raise PageError(f"{code}: severity is {severity!r}, not one of {', '.join(SEVERITIES)}")
    if not front.get("hint"):
        raise PageError(f"{code}: no hint in the front matter")
    return Page(
        code=code,
        status=status,
        severity=severity,
        hint=front["hint"],
        what_breaks=sections["What breaks"],
        what_does_not=sections["What does not"],
        instead=sections["Instead"],
        example=_code(code, "Example", sections["Example"]),
        use_instead=_code(code, "Use instead", sections["Use instead"]),
        not_run=front.get("not-run", ""),
    )


def marks(example: str) -> dict[int, tuple[str, ...]]:
    """The ids that an example's comments announce, by line counted from 1."""
    found: dict[int, tuple[str, ...]] = {}
    for number, line in enumerate(example.splitlines(), start=1):
        if match := _MARK.search(line):
            found[number] = tuple(re.findall(r"GBL?\d+", match[1]))
    return found


def plain(markdown: str, width: int = 88, indent: str = "  ") -> str:
    """Markdown prose for a terminal: paragraphs and list items wrapped to ``width`` and indented."""
    blocks = []
    for block in markdown.split("\n\n"):
        items = re.split(r"\n(?=- )", block.strip())
        lines = [_wrap_item(item, width, indent) for item in items]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _wrap_item(item: str, width: int, indent: str) -> str:
    is_item = item.startswith("- ")
    return textwrap.fill(
        " ".join(item.split()),
        width=width,
        initial_indent=indent,
        subsequent_indent=indent + ("  " if is_item else ""),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _split_front_matter(code: str, text: str) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n") or "\n---\n" not in text[3:]:
        raise PageError(f"{code}: no front matter between '---' lines at the top")
    head, body = text[4:].split("\n---\n", 1)
    front: dict[str, str] = {}
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon or key not in FRONT_KEYS or key in front:
            raise PageError(f"{code}: front matter line {line!r} is not one of: {', '.join(FRONT_KEYS)}")
        front[key] = value.strip()
    return front, body


def _sections(code: str, body: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    if parts[0].strip():
        raise PageError(f"{code}: text before the first heading")
    names = parts[1::2]
    if tuple(names) != HEADINGS:
        raise PageError(f"{code}: headings are {names}, not {list(HEADINGS)}")
    return {name: text.strip() for name, text in zip(names, parts[2::2], strict=True)}


def _code(code: str, heading: str, section: str) -> str:
    if not section:
        return ""
    match = _FENCE.match(section)
    if not match:
        raise PageError(f"{code}: '{heading}' is not one python block")
    return match[1]
