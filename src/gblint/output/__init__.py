"""One file a format. Each has ``render``, from a report to the text for standard output; none analyses anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gblint.engine import Report


def render(report: Report, output_format: str, color: bool = False) -> str:
    """The findings of ``report`` in one of ``settings.OUTPUT_FORMATS``; empty or ending with a line feed."""
    if output_format == "json":
        from gblint.output import json

        return json.render(report)
    if output_format == "full":
        from gblint.output import full

        return full.render(report, color)
    from gblint.output import text

    return text.render(report)


def one_line(text: str) -> str:
    """``text`` with runs of white space as one blank and what else could upset a terminal or a parser escaped."""
    collapsed = " ".join(text.split())
    return collapsed if collapsed.isprintable() else escaped(collapsed)


def escaped(text: str) -> str:
    """``text`` with control characters, lone surrogates and the like written as escapes; blanks are kept."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
