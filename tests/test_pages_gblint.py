"""gblint against its own pages: what a page calls detected is found in its example, and no rewrite is complained of."""

from __future__ import annotations

from pathlib import Path

import pytest

from gblint.diagnostics import Severity
from gblint.dynamo import registry
from gblint.dynamo.page import marks
from gblint.engine import check
from gblint.settings import load

REGISTRY = registry.load()
PAGES = {code: page for code in REGISTRY.codes() if (page := REGISTRY.page(code)).example}
DETECTED = [code for code, page in PAGES.items() if page.status == "detected"]
OTHERS = sorted(PAGES.keys() - set(DETECTED))


def _findings(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, str, Severity]]:
    monkeypatch.chdir(folder)
    (folder / "page.py").write_text(script, encoding="utf-8")
    report = check(["page.py"], load(["page.py"]).over(torch_version="2.13", no_cache=True))
    assert not report.faults
    return {(d.span.line, d.code, d.severity) for d in report.diagnostics}


def _own_lines(code: str) -> set[int]:
    return {line for line, names in marks(PAGES[code].example).items() if code in names}


@pytest.mark.parametrize("code", DETECTED)
def test_detected_id_is_found_in_its_example(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _findings(PAGES[code].example, tmp_path, monkeypatch)
    assert {line for line, name, _ in found if name == code} == _own_lines(code)


@pytest.mark.parametrize("code", OTHERS)
def test_id_found_in_its_example_is_called_detected(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _findings(PAGES[code].example, tmp_path, monkeypatch)
    assert not {line for line, name, _ in found if name == code}, f"gblint finds {code}: its page says it does not"


@pytest.mark.parametrize("code", PAGES)
def test_rewrite_is_not_complained_of(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _findings(PAGES[code].use_instead, tmp_path, monkeypatch)
    assert not [finding for finding in found if finding[2].fails]
