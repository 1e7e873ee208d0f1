"""The registry: every id with its title and releases, and what is shown of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gblint.dynamo import facts, registry
from gblint.engine import check
from gblint.settings import COMMAND_LINE, Settings

REGISTRY = registry.load()
DATA = Path(registry.__file__).parent / "data"
TABLE = json.loads((DATA / "registry.json").read_text(encoding="utf-8"))

ROW_KEYS = {
    "code",
    "title",
    "first_release",
    "last_release",
    "status",
    "explanation",
    "hint",
    "severity",
}


def test_every_id_is_there_with_its_title() -> None:
    codes = REGISTRY.codes()
    assert len(codes) == len(TABLE["graph_breaks"]) + len(registry.OWN_TITLES)
    assert codes == sorted(codes)
    assert codes[-5:] == ["GBL001", "GBL002", "GBL003", "GBL004", "GBL005"]
    for code, known in TABLE["graph_breaks"].items():
        assert REGISTRY.is_known(code)
        assert REGISTRY.title(code) == known["title"]


def test_load_reads_once() -> None:
    assert registry.load() is REGISTRY


def test_releases_of_all_ids_are_known_releases() -> None:
    for known in TABLE["graph_breaks"].values():
        assert known["first_release"] in TABLE["releases"]
        assert known.get("last_release", "2.15") in TABLE["releases"]


def test_unknown_code() -> None:
    assert not REGISTRY.is_known("GB1")
    for ask in (REGISTRY.title, REGISTRY.entry, REGISTRY.page, REGISTRY.render):
        with pytest.raises(KeyError):
            ask("GB1")


@pytest.mark.parametrize(
    ("code", "release", "expected"),
    [
        ("GB0170", "2.8", True),
        ("GB0170", "2.7", False),
        ("GB0170", "2.10.1", True),  # 2.10 comes after 2.9
        ("GB0375", "2.13.0+cpu", False),
        ("GB0375", "2.14", True),
        ("GB0060", "2.13", True),
        ("GB0060", "2.14", False),
        ("GBL001", "2.8", True),
    ],
)
def test_in_release(code: str, release: str, expected: bool) -> None:
    assert REGISTRY.in_release(code, release) is expected


def test_in_release_wants_a_release() -> None:
    with pytest.raises(ValueError, match="newest"):
        REGISTRY.in_release("GB0170", "newest")


@pytest.mark.parametrize(
    ("first", "last", "found"), [("2.8", "", True), ("2.8", "2.12", False), ("2.13", "2.13", True), ("2.14", "", False)]
)
def test_no_finding_carries_an_id_of_another_release(
    first: str, last: str, found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = registry.Entry("GB8977", "Class made", first, last)
    monkeypatch.setitem(REGISTRY._entries, "GB8977", entry)
    monkeypatch.chdir(tmp_path)
    source = "import torch\n\n\n@torch.compile\ndef step(x):\n    class Local:\n        pass\n\n    return x\n"
    Path("step.py").write_text(source, encoding="utf-8")
    report = check(["step.py"], Settings(tmp_path, torch_version="2.13", torch_version_from=COMMAND_LINE))
    assert [d.code for d in report.diagnostics] == ["GB8977"] * found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gb0170", "GB0170"),
        ("GB170", "GB0170"),
        ("170", "GB0170"),
        ("GB-0170", "GB0170"),
        ("gbl1", "GBL001"),
        ("GB01700", "GB0170"),
        ("E501", None),
        ("", None),
    ],
)
def test_suggest(typed: str, meant: str | None) -> None:
    assert REGISTRY.suggest(typed) == meant


def test_rows_are_flat_and_complete() -> None:
    rows = REGISTRY.rows()
    assert [row["code"] for row in rows] == REGISTRY.codes()
    for row in rows:
        assert set(row) == ROW_KEYS
        assert all(isinstance(value, str) for value in row.values())
        assert row["title"]
        assert row["status"] in ("detected", "runtime-only", "internal")
        assert row["severity"] in ("error", "warning", "note")
        assert row["explanation"] and row["hint"]
    json.dumps(rows)


def test_many_ids_are_detected() -> None:
    """The figure is a floor: it is raised when more ids are found, never lowered."""
    rows = [row for row in REGISTRY.rows() if row["first_release"]]
    assert len(rows) == 593
    assert sum(row["status"] == "detected" for row in rows) >= 200


def test_detected_ids_are_of_a_release_with_facts() -> None:
    """gblint reports by the facts that it has, so it can name no id of other releases."""
    detected = [row["code"] for row in REGISTRY.rows() if row["status"] == "detected"]
    assert not [c for c in detected if not any(REGISTRY.in_release(c, release) for release in facts.releases())]


def test_render_of_an_id() -> None:
    text = REGISTRY.render("GB0170")
    assert text.startswith("GB0170: Data-dependent branching\n\n")
    assert "2.8 -> still there" in text
    headings = ["What breaks", "What does not", "Instead", "Example", "Use instead"]
    places = [text.index(f"\n{heading}\n") for heading in headings]
    assert places == sorted(places)
    assert "    if norm > 1:  # GB0170\n" in text
    assert text.endswith("https://meta-pytorch.github.io/compile-graph-break-site/gb/gb0170.html\n")
    assert max(len(line) for line in text.splitlines()) <= 110


@pytest.mark.parametrize(
    ("code", "releases"),
    [
        ("GB0038", "2.8 -> 2.9"),  # no longer raised, though PyTorch's registry keeps it
        ("GB0060", "2.8 -> 2.13"),  # no longer in PyTorch's registry
        ("GB0272", "2.10 -> still there"),  # raised under a former title
    ],
)
def test_render_tells_the_releases(code: str, releases: str) -> None:
    assert f"Releases:    {releases}\n" in REGISTRY.render(code)


def test_render_names_former_titles() -> None:
    assert "Dynamo cache limit exceeded" in REGISTRY.render("GB0039")


def test_render_of_an_own_code_has_no_release_and_no_link() -> None:
    text = REGISTRY.render("GBL004")
    assert "https://" not in text
    assert "Releases" not in text


def test_every_id_renders() -> None:
    for code in REGISTRY.codes():
        text = REGISTRY.render(code)
        assert text.startswith(f"{code}: {REGISTRY.title(code)}\n")


def test_nothing_heavy_is_imported() -> None:
    program = (
        "import sys; from gblint.dynamo import registry; registry.load().title('GB0170'); "
        "print([m for m in ('libcst', 'torch', 'click') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
