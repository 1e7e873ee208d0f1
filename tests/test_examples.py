"""examples/: gblint finds their breaks, and the real Dynamo breaks there and nowhere else."""

from __future__ import annotations

import importlib.metadata
import sys

import pytest
import readme
from confirming import observe_all

from gblint.diagnostics import Severity
from gblint.engine import check
from gblint.settings import load

EXAMPLES = readme.ROOT / "examples"
TARGETS = ["clean.py", "detector", "sampler.py", "train_step.py"]

Break = tuple[str, int, str]


def breaks_found() -> set[Break]:
    """Path below examples/, line and code of what gblint calls a break."""
    settings = load(["examples"]).over(torch_version="2.13", no_cache=True)
    found = [d for d in check(["examples"], settings).diagnostics if d.severity is not Severity.NOTE]
    return {(d.path.removeprefix("examples/"), d.span.line, d.code) for d in found}


@pytest.fixture(autouse=True)
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(readme.ROOT)


def test_findings_are_those_expected() -> None:
    expected = readme.EXPECTED_OF_EXAMPLES.read_text(encoding="utf-8")
    assert readme.printed("gblint examples/") == expected, "renew it: python tests/readme.py"


def test_every_example_is_tried_here() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.name != "__pycache__") == TARGETS


def test_clean_example_is_clean() -> None:
    assert not [path for path, _, _ in breaks_found() if path == "clean.py"]


def test_examples_show_every_kind_of_file() -> None:
    """A region under fullgraph, a break in another file than its region, a note."""
    report = check(["examples"], load(["examples"]).over(torch_version="2.13", no_cache=True))
    assert {d.severity for d in report.diagnostics} == set(Severity)
    assert any(d.region is not None and d.region.path != d.path for d in report.diagnostics)


def _torch_version() -> str:
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""


@pytest.mark.skipif(not _torch_version().startswith("2.13."), reason="gblint is asked about torch 2.13")
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="lines of breaks are those of Python 3.11")
def test_dynamo_breaks_there_and_nowhere_else() -> None:
    seen: set[Break] = set()
    for target, answer in observe_all([EXAMPLES / name for name in TARGETS], workers=1):
        assert not answer["errors"] and answer["runs"] and answer["traced"], target.name
        seen |= {(path, line, code) for path, line, code, _title, unscored in answer["breaks"] if unscored is None}
    assert breaks_found() == seen
