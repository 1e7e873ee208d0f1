"""``docs/rules`` says what ``gblint rule`` says: it is written from the same pages."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import write_docs

    yield write_docs
    sys.modules.pop("write_docs")


def test_documents_are_up_to_date(tool: ModuleType) -> None:
    wanted = tool.documents()
    written = {path.name: path.read_text(encoding="utf-8") for path in tool.TARGET.iterdir()}
    stale = sorted(name for name in wanted.keys() | written.keys() if wanted.get(name) != written.get(name))
    assert not stale, "run `python tools/write_docs.py`"


def test_index_has_a_row_for_each_code(tool: ModuleType) -> None:
    rows = [line for line in tool.documents()["README.md"].splitlines() if line.startswith("| [GB")]
    assert len(rows) == len(tool.documents()) - 1
    assert "| [GB0060](GB0060.md) | Failed to trace unittest method | runtime-only | 2.8 -> 2.13 | warning |" in rows


def test_titles_are_shown_as_they_are(tool: ModuleType) -> None:
    documents = tool.documents()
    assert documents["GB0000.md"].startswith("# GB0000: All \\_\\_torch\\_function\\_\\_ overrides")
    assert documents["GB0001.md"].startswith("# GB0001: Argument of `as_subclass` must")


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_number_of_detected_ids_is_right(tool: ModuleType, name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    said = re.search(r"\b(\d+) ids\b.*?\b(\d+) of (?:them|which)", text, re.DOTALL)
    rows = [row for row in tool.registry.load().rows() if row["first_release"]]
    detected = sum(row["status"] == "detected" for row in rows)
    assert said is not None and said.groups() == (str(len(rows)), str(detected))
