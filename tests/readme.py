"""What the README and docs/ show: commands, and the outputs printed below them.

A ``console`` block holds one command after ``$ `` and, below it, all that the command prints. examples.txt holds what
``gblint examples/`` prints. Run as a program, this module writes them anew: ``python tests/readme.py``.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
from pathlib import Path

from gblint import cli

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
EXPECTED_OF_EXAMPLES = Path(__file__).resolve().with_name("examples.txt")
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]

_CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```\n", re.DOTALL)
_SHELL = re.compile(r"```sh\n(?P<command>[^\n]+)\n```\n")


def shown(page: Path) -> list[tuple[str, str]]:
    """(command, output) of each console block."""
    return [(m["command"], m["output"]) for m in _CONSOLE.finditer(page.read_text(encoding="utf-8"))]


def set_up_commands() -> list[str]:
    """The README's command lines to copy: the first installs and lints, the second installs and tests."""
    return [m["command"] for m in _SHELL.finditer(README.read_text(encoding="utf-8"))]


def printed(command: str) -> str:
    """What a gblint command prints, run in the project's root. Raises ValueError for another program's command."""
    program, *arguments = shlex.split(command)
    if program != "gblint":
        raise ValueError(f"only gblint's output is shown, not that of {command!r}")
    before = os.getcwd()
    os.chdir(ROOT)
    try:
        with contextlib.redirect_stdout(io.StringIO()) as out:
            cli.run(arguments)
    finally:
        os.chdir(before)
    return out.getvalue()


def renew(page: Path, text: str) -> None:
    if page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8")
        print(f"{page.relative_to(ROOT)}: outputs renewed")


def main() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        renew(page, _CONSOLE.sub(lambda m: f"```console\n$ {m['command']}\n{printed(m['command'])}```\n", text))
    renew(EXPECTED_OF_EXAMPLES, printed("gblint examples/"))


if __name__ == "__main__":
    main()
