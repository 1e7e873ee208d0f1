"""The facts of further torch releases: a difference to those of the default release, which changes what is found."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gblint import target
from gblint.dynamo import facts, registry
from gblint.engine import check
from gblint.settings import Settings

ROOT = Path(__file__).parents[1]
DATA = Path(facts.__file__).parent / "data"
FURTHER = [release for release in facts.releases() if release != target.DEFAULT]


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    import release_facts

    return release_facts


def difference(release: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"facts-{release}.json").read_text(encoding="utf-8"))
    return loaded


def test_the_default_release_has_all_facts() -> None:
    assert "base" not in difference(target.DEFAULT)
    assert len(FURTHER) >= 2


@pytest.mark.parametrize("release", FURTHER)
def test_a_further_release_says_what_differs_and_no_more(release: str) -> None:
    data, base = difference(release), facts.tables(target.DEFAULT)
    assert data["base"] == target.DEFAULT
    assert data["measured"]["torch"].startswith(f"{release}.")
    for title in facts.TABLES:
        assert list(data[title]) == sorted(data[title])
        for name, entry in data[title].items():
            assert entry != base[title].get(name), f"{title}: {name} is as in the base, or not there either"


@pytest.mark.parametrize("release", FURTHER)
def test_names_of_a_further_release_mean_one_thing(release: str) -> None:
    tables = facts.tables(release)
    assert not tables["aliases"].keys() & tables["callables"].keys()
    assert not tables["aliases"].keys() & set(tables["aliases"].values()), "an alias of an alias"


@pytest.mark.parametrize("release", facts.releases())
def test_ids_are_those_of_the_release(release: str) -> None:
    known, codes = registry.load(), set[str]()
    for record in facts.tables(release)["callables"].values():
        for value in record.values():
            parts = value if isinstance(value, dict) else {"all": value}
            codes |= {code for mode in ("all", "default", "captured", "fullgraph") if (code := parts.get(mode))}
            codes |= set(parts.get("also", ()))
    codes -= {"error"}
    assert [code for code in sorted(codes) if not known.in_release(code, release)] == []


def test_the_page_is_up_to_date(tool: ModuleType) -> None:
    written = (ROOT / "docs" / "releases.md").read_text(encoding="utf-8")
    assert written == tool.page(), "run `python tools/release_facts.py table`"


def tables(callables: dict[str, Any], aliases: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    known = {"aliases": aliases or {}, "bases": {}, "callables": callables, "asked": sorted(callables), "absent": []}
    return {**known, **more}


def test_what_differs_in_the_base_release_too_is_left_out(tool: ModuleType) -> None:
    base = tables({"torch.a": {"const": None}, "torch.b": {"const": None, "tensor": "GB0007"}})
    new = tables({"torch.a": {"const": "GB0059"}, "torch.b": {"const": "GB0059", "tensor": None}})
    control = tables({"torch.a": {"const": "GB0059"}, "torch.b": {"const": "GB0059", "tensor": "GB0007"}})
    assert tool.changes(base, new, control)["callables"] == {"torch.b": {"const": None, "tensor": None}}


def test_a_callable_is_gone_only_if_the_base_release_still_has_it(tool: ModuleType) -> None:
    every = {f"torch.{letter}": {"const": "GB0007"} for letter in "abcd"}
    # b leads nowhere in the new release; c is there but could not be measured; d cannot be called in the base today.
    new = tables({}, asked=["torch.b", "torch.c"], absent=["torch.b"])
    control = tables({name: every[name] for name in ("torch.a", "torch.b", "torch.c")}, asked=sorted(every))
    assert tool.changes(tables(every), new, control)["callables"] == {"torch.a": None, "torch.b": None}


def test_another_name_for_the_same_object_is_no_difference(tool: ModuleType) -> None:
    base = tables({"torch.x.f": {"const": "GB0007"}}, {"torch.f": "torch.x.f"})
    new = tables({"torch.f": {"const": "GB0007"}, "torch.g": {"const": None}}, {"torch.x.f": "torch.f"})
    made = tool.changes(base, new, tables({}))
    assert made["callables"] == {"torch.g": {"const": None}}
    assert made["aliases"] == {}


SOURCE = """\
import time

import torch


@torch.compile
def step(x):
    started = time.time()
    x = x + 1
    return x, started
"""


@pytest.mark.parametrize(("release", "code"), [("2.11", "GB0007"), ("2.13", "GB0007"), ("2.15", "GB9193")])
def test_findings_are_those_of_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text(SOURCE)
    settings = Settings(tmp_path, torch_version=release, torch_version_from="<command line>")
    assert [(found.span.line, found.code) for found in check(["a.py"], settings).diagnostics] == [(8, code)]


@pytest.mark.parametrize(("release", "codes"), [("2.11", ["GB0033"]), ("2.13", [])])
def test_a_later_release_traces_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: str, codes: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.py").write_text(
        "import torch\n\n\n@torch.compile\ndef middle(x: torch.Tensor):\n    return torch.quantile(x + 1, 0.5)\n"
    )
    settings = Settings(tmp_path, torch_version=release, torch_version_from="<command line>")
    assert [found.code for found in check(["a.py"], settings).diagnostics] == codes


@pytest.mark.parametrize(
    ("asked", "used"),
    [("2.8", "2.11"), ("2.11", "2.11"), ("2.12", "2.11"), ("2.13", "2.13"), ("2.14", "2.13"), ("2.15", "2.15"),
     ("2.16", "2.15")],
)  # fmt: skip
def test_the_nearest_facts_below_are_used(tmp_path: Path, asked: str, used: str) -> None:
    chosen = target.choose(Settings(tmp_path, torch_version=asked, torch_version_from="<command line>"), str(tmp_path))
    assert (chosen.release, chosen.facts, chosen.exact) == (asked, used, asked == used)


def test_nobody_says_which_release(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert target.choose(Settings(tmp_path), str(tmp_path)) == target.Target(target.DEFAULT, target.DEFAULT)
