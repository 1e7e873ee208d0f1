"""PyTorch's graph break registry, and gblint's own codes: titles, releases and explanations.

``load()`` reads the table of ids once; a page is read when it is first asked for. Every code has one: it tells the
status, the severity and all that is explained.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gblint.dynamo import page as page_format
from gblint.dynamo.page import Page
from gblint.immutable import immutable

HERE = Path(__file__).parent

# Where Dynamo's own messages point to (torch/_dynamo/exc.py builds the same address).
SITE = "https://meta-pytorch.github.io/compile-graph-break-site/gb/"

# Codes of gblint itself: breaks that have no registry id, and findings about the run rather than the code.
OWN_TITLES = {
    "GBL001": "Guard on a captured scalar",
    "GBL002": "Input could not be read or parsed",
    "GBL003": "Not fully analysed",
    "GBL004": "Suppression that suppresses nothing",
    "GBL005": "No facts for this torch release",
}


@immutable
class Entry:
    """One id. ``first_release`` is empty for gblint's own codes, ``last_release`` while the id is alive."""

    code: str
    title: str
    first_release: str = ""
    last_release: str = ""
    other_titles: tuple[str, ...] = ()

    @property
    def releases(self) -> str:
        """``2.8 -> still there``, ``2.9 -> 2.12``; empty for gblint's own codes."""
        if not self.first_release:
            return ""
        return f"{self.first_release} -> {self.last_release or 'still there'}"


class Registry:
    """All ids by code. ``pages`` is the folder of explanation pages, one for each of ``entries``."""

    def __init__(self, entries: Mapping[str, Entry], pages: Path) -> None:
        self._entries = dict(entries)
        self._folder = pages
        self._pages: dict[str, Page] = {}

    def codes(self) -> list[str]:
        """Every code, sorted: PyTorch's ids first, then gblint's own."""
        return sorted(self._entries)

    def is_known(self, code: str) -> bool:
        return code in self._entries

    def entry(self, code: str) -> Entry:
        """Raises KeyError for an unknown code."""
        return self._entries[code]

    def title(self, code: str) -> str:
        """Raises KeyError for an unknown code."""
        return self._entries[code].title

    def link(self, code: str) -> str:
        """The public registry's page, which Dynamo's messages name too; empty for gblint's own codes."""
        return "" if code in OWN_TITLES else f"{SITE}{code.lower()}.html"

    def page(self, code: str) -> Page:
        """The explanation of ``code``. Raises KeyError for an unknown code and PageError for a malformed page."""
        if code not in self._pages:
            name = f"{self._entries[code].code}.md"
            self._pages[code] = page_format.parse(code, (self._folder / name).read_text(encoding="utf-8"))
        return self._pages[code]

    def in_release(self, code: str, release: str) -> bool:
        """Whether torch ``release`` ("2.13", "2.13.1+cpu") can report ``code``; gblint's own codes always can.

        Raises KeyError for an unknown code and ValueError for what is not a release.
        """
        entry = self._entries[code]
        asked = _release_key(release)
        if not entry.first_release:
            return True
        if asked < _release_key(entry.first_release):
            return False
        return not entry.last_release or asked <= _release_key(entry.last_release)

    def suggest(self, code: str) -> str | None:
        """The known code that a mistyped one was probably meant to be, or None."""
        tidy = code.strip().upper()
        if tidy in self._entries:
            return tidy
        if match := re.fullmatch(r"(GBL|GB)?[-_ ]?(\d{1,4})", tidy):
            padded = f"GBL{int(match[2]):03d}" if match[1] == "GBL" else f"GB{int(match[2]):04d}"
            if padded in self._entries:
                return padded
        import difflib  # only for mistyped codes: not worth its import in every run

        close = difflib.get_close_matches(tidy, self._entries, n=1, cutoff=0.8)
        return close[0] if close else None

    def rows(self) -> list[dict[str, str]]:
        """What ``gblint rules`` lists: one flat object an id, in the order of ``codes()``."""
        return [self._row(code) for code in self.codes()]

    def _row(self, code: str) -> dict[str, str]:
        entry, page = self._entries[code], self.page(code)
        return {
            "code": code,
            "title": entry.title,
            "first_release": entry.first_release,
            "last_release": entry.last_release,
            "status": page.status,
            "explanation": page.explanation,
            "hint": page.hint,
            "severity": page.severity,
        }

    def render(self, code: str) -> str:
        """The page of ``code`` as plain text for a terminal, ending with a newline. Raises KeyError if unknown."""
        entry, page = self._entries[code], self.page(code)
        head = [f"{code}: {entry.title}", ""]
        if entry.other_titles:
            head.append(f"Also titled: {'; '.join(entry.other_titles)}")
        if entry.releases:
            head.append(f"Releases:    {entry.releases}")
        head.append(f"Status:      {page_format.STATUSES[page.status]}")
        head.append(f"Severity:    {page.severity}")
        blocks = ["\n".join(head), *_page_blocks(page)]
        if link := self.link(code):
            blocks.append(link)
        return "\n\n".join(blocks) + "\n"


@functools.lru_cache(maxsize=1)
def load() -> Registry:
    """The registry that comes with this version of gblint, read once."""
    table: dict[str, Any] = json.loads((HERE / "data" / "registry.json").read_text(encoding="utf-8"))
    entries = {
        code: Entry(
            code=code,
            title=facts["title"],
            first_release=facts["first_release"],
            last_release=facts.get("last_release", ""),
            other_titles=tuple(facts.get("other_titles", ())),
        )
        for code, facts in table["graph_breaks"].items()
    }
    entries.update({code: Entry(code, title) for code, title in OWN_TITLES.items()})
    return Registry(entries, HERE / "pages")


def _release_key(release: str) -> tuple[int, int]:
    match = re.match(r"(\d+)\.(\d+)", release.strip())
    if not match:
        raise ValueError(f"not a torch release: {release!r}")
    return int(match[1]), int(match[2])


def _page_blocks(page: Page) -> list[str]:
    blocks = []
    for heading, text in (
        ("What breaks", page.what_breaks),
        ("What does not", page.what_does_not),
        ("Instead", page.instead),
    ):
        if text:
            blocks.append(f"{heading}\n\n{page_format.plain(text)}")
    for heading, code in (("Example", page.example), ("Use instead", page.use_instead)):
        if code:
            blocks.append(f"{heading}\n\n" + "\n".join(f"    {line}".rstrip() for line in code.splitlines()))
    return blocks
