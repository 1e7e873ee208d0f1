"""Write ``docs/rules``: a page for each code and a table of all, from the pages that ``gblint rule`` prints.

Usage: ``python tools/write_docs.py``, after a page or the registry has changed. Needs gblint alone.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from gblint.dynamo import registry  # noqa: E402
from gblint.dynamo.page import STATUSES  # noqa: E402

TARGET = ROOT / "docs" / "rules"
INDEX = """\
# All codes

{breaks} graph breaks of PyTorch's registry and {own} codes of gblint's own. Of the breaks gblint detects {detected}.
It does not report {runtime}, most of which show at run time only; {internal} are faults of Dynamo itself.
Releases are those of torch that raise the id. `gblint rule GB0170` prints the same pages.

| id | title | status | releases | severity |
|---|---|---|---|---|
"""


def documents() -> dict[str, str]:
    """The text of every file in the folder, by name."""
    known = registry.load()
    found = {f"{code}.md": _page(known, code) for code in known.codes()}
    found["README.md"] = _index(known)
    return found


def _index(known: registry.Registry) -> str:
    rows = known.rows()
    counts = Counter(row["status"] for row in rows if row["code"] not in registry.OWN_TITLES)
    head = INDEX.format(
        breaks=counts.total(),
        own=len(registry.OWN_TITLES),
        detected=counts["detected"],
        runtime=counts["runtime-only"],
        internal=counts["internal"],
    )
    lines = [
        f"| [{row['code']}]({row['code']}.md) | {_plain(row['title'])} | {row['status']} "
        f"| {known.entry(row['code']).releases} | {row['severity']} |"
        for row in rows
    ]
    return head + "\n".join(lines) + "\n"


def _page(known: registry.Registry, code: str) -> str:
    entry, page = known.entry(code), known.page(code)
    facts = [("Status", STATUSES[page.status]), ("Severity", page.severity), ("Releases", entry.releases)]
    facts.append(("Also titled", "; ".join(map(_plain, entry.other_titles))))
    blocks = [f"# {code}: {_plain(entry.title)}", page.hint]
    blocks.append("\n".join(f"- {name}: {value}" for name, value in facts if value))
    for heading, text in (
        ("What breaks", page.what_breaks),
        ("What does not", page.what_does_not),
        ("Instead", page.instead),
        ("Example", _code(page.example)),
        ("Use instead", _code(page.use_instead)),
    ):
        if text:
            blocks.append(f"## {heading}\n\n{text}")
    if link := known.link(code):
        blocks.append(f"[PyTorch's page]({link}) · [all codes](README.md)")
    return "\n\n".join(blocks) + "\n"


def _code(script: str) -> str:
    return f"```python\n{script}\n```" if script else ""


def _plain(title: str) -> str:
    """A title that Markdown shows as it is: ``__init__`` is no bold "init"; what is in backticks stays."""
    parts = title.split("`")
    return "`".join(re.sub(r"([_*<>|\[\]\\])", r"\\\1", part) if i % 2 == 0 else part for i, part in enumerate(parts))


def main() -> None:
    wanted = documents()
    TARGET.mkdir(parents=True, exist_ok=True)
    for path in TARGET.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (TARGET / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
