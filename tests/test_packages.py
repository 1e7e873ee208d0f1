"""Whose code findings are placed in, and how far imports are followed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from stand_in import write

from gblint import cli
from gblint.source.files import SourceFile
from gblint.source.outline import ClassDef
from gblint.source.packages import Dependencies, FirstParty
from gblint.source.patterns import Patterns
from gblint.source.resolve import Outside, Project

MAIN = """\
import torch
from dep.layers import Gate
from dep.ops import apply, prune


def read(x):
    return x.item()


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = Gate(4)

    def forward(self, x):
        y = self.gate(x)
        return prune(
            y
        ) + apply(read, y.sum())


net = torch.compile(Net())
gate = torch.compile(Gate(8))
"""
OPS = """\
import pandas


def prune(x):
    return first(x[x > 0]) + x.nonzero()


def first(x):
    if x.sum() > 0:
        return x
    return -x


def apply(function, x):
    return function(x)
"""
LAYERS = """\
from torch import nn


class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        return self.proj(x) * x.abs().max().item()
"""
DEP = {"dep/__init__.py": "", "dep/ops.py": OPS, "dep/layers.py": LAYERS}
# A call over several lines breaks on the line where it begins.
PLACED = [
    ("app/main.py", 7, "GB0124", "`x.item()` reads a Python number out of the tensor `x`"),
    ("app/main.py", 16, "GB0124", "in `dep`, at dep/layers.py:10 (Gate.forward): `x.abs().max().item()` reads "),
    ("app/main.py", 17, "GB0036", "in `dep`, at dep/ops.py:5 (prune) and 1 more: how much `x[x > 0]` selects depends "),
    ("app/main.py", 17, "GB0170", "in `dep`, at dep/ops.py:9 (first): `if` decides by "),
    ("app/main.py", 23, "GB0124", "in `dep`, at dep/layers.py:10 (Gate.forward): `x.abs().max().item()` reads "),
]


def installed(python: str = "3.11", environment: str = ".venv") -> str:
    return f"{environment}/lib/python{python}/site-packages"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> list[dict[str, Any]]:
        assert cli.run(["--output-format", "json", *arguments]) < 2
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    return run


def assert_placed(findings: list[dict[str, Any]]) -> None:
    assert [(f["path"], f["line"], f["code"]) for f in findings] == [place[:3] for place in PLACED]
    for finding, (*_, message) in zip(findings, PLACED, strict=True):
        assert finding["message"].startswith(message)
        assert finding["trace"][-1]["path"] == finding["path"] and finding["trace"][-1]["line"] == finding["line"]


def test_breaks_in_an_installed_package_are_placed_in_the_code_that_calls_it(tmp_path, lint):
    site = installed()
    files = {f"{site}/{name}": text for name, text in DEP.items()}
    write(tmp_path, {**files, "pyproject.toml": "", "app/__init__.py": "", "app/main.py": MAIN})
    findings = lint("--follow-imports", "all", "app")
    assert_placed(findings)
    assert findings[2]["hint"].startswith("leave this call out of the compiled code, or in `dep` keep the shape: ")
    assert lint("app") == lint("--follow-imports", "project", "app") == lint("--follow-imports", "none", "app") == []
    write(tmp_path, {"pyproject.toml": "[tool.gblint]\nfollow-imports = 'all'\n"})
    assert lint("app/main.py") == lint(".") == findings


def test_breaks_in_other_packages_of_the_working_folder_are_placed_the_same(tmp_path, lint):
    write(tmp_path, {**DEP, "app/__init__.py": "", "app/main.py": MAIN})
    assert_placed(lint("app"))
    assert {f["path"] for f in lint(".")} == {f["path"] for f in lint("app", "dep")}
    files = {"app/main.py", "dep/ops.py", "dep/layers.py"}
    assert {f["path"] for f in lint("app", "dep")} == files
    assert_placed(lint("--extend-exclude", "dep/", "."))
    assert {f["path"] for f in lint("--entry", "dep.ops:prune", "app")} == files
    assert lint("--follow-imports", "none", "app") == []
    assert len(lint("--follow-imports", "none", "--entry", "dep.ops:prune", "app")) == 3


def test_a_region_of_another_package_is_not_reported(tmp_path, lint, capsys):
    dep = "import torch\n\n@torch.compile\ndef prune(x):\n    return x.nonzero()\n"
    write(tmp_path, {"dep/__init__.py": dep, "app/__init__.py": ""})
    write(tmp_path, {"app/main.py": "import torch\nfrom dep import prune\n\nprune(torch.ones(3))\n"})
    assert lint("app") == []
    assert [f["path"] for f in lint("app", "dep")] == ["dep/__init__.py"]


def test_a_file_that_cannot_be_parsed_is_a_fault_of_its_owner_only(tmp_path, lint, capsys):
    write(tmp_path, {f"{installed()}/dep.py": "print 'two'\n", "pyproject.toml": ""})
    app = "import torch\nfrom dep import f\n\n@torch.compile\ndef g(x):\n    return f(x).item()\n"
    write(tmp_path, {"app.py": app})
    assert [f["code"] for f in lint("--follow-imports", "all", "app.py")] == ["GB0124"]
    write(tmp_path, {"dep.py": "print 'two'\n"})
    assert cli.run(["app.py"]) == 2
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["GB0124", "GBL002"]


@pytest.mark.parametrize("name", ["torch", "numpy", "json", "PIL", "pandas", "tqdm", "einops", "sklearn", "triton"])
def test_what_facts_answer_and_dynamo_skips_is_never_entered(tmp_path, lint, name):
    write(tmp_path, {f"{installed()}/{name}/__init__.py": "def f(x):\n    return x.nonzero()\n", "pyproject.toml": ""})
    source = f"import torch\nimport {name}\n\n@torch.compile\ndef g(x):\n    return {name}.f(x)\n"
    write(tmp_path, {"app.py": source})
    assert not any("in `" in f["message"] for f in lint("--follow-imports", "all", "app.py"))


def test_the_environment_of_a_project(tmp_path, monkeypatch):
    write(tmp_path, {f"{installed(p)}/x.py": "" for p in ("3.9", "3.12")})
    write(tmp_path, {"src/a.py": "", "lib/b.py": ""})
    write(tmp_path, {f"{installed('3.12')}/e.pth": "# path\nimport os\n../../../../lib\nno\n"})
    write(tmp_path, {f"{installed('3.10', 'other')}/y.py": "", "empty/a.py": ""})

    def found(folder: str) -> list[str]:
        return [os.path.relpath(path, tmp_path) for path in Dependencies(folder).folders]

    assert found("src") == [installed("3.12"), installed("3.9"), "lib"]
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "other"))
    assert found("src") == [installed("3.10", "other")]
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "gone"))
    assert found("src") == [installed("3.12"), installed("3.9"), "lib"]
    write(tmp_path, {"empty/pyproject.toml": ""})
    assert found("empty") == []


def test_a_name_is_found_through_star_imports_without_parsing_them_all(tmp_path):
    files = {
        "big/__init__.py": "from .a import *\nfrom .b import *\nfrom .c import *\nfrom torch.nn import *\n",
        "big/a.py": "from .gone import *\n",
        "big/b.py": "this is no Python, and never looked into",
        "big/c/__init__.py": "from .nets import *\n",
        "big/c/nets.py": "class Net: ...\n",
    }
    write(tmp_path, files)
    project = Project([], [tmp_path])
    [found] = project.member("big", "Net")
    assert isinstance(found, ClassDef) and found.module.name == "big.c.nets"
    assert project.member("big", "Linear") == [Outside("torch.nn.Linear")]
    assert not project.faults_touched() and not any("b.py" in path for path in project.parsed_touched())


def test_whose_code_a_file_is(tmp_path):
    write(tmp_path, {"pkg/__init__.py": "", "pkg/sub/__init__.py": "", "pkg/sub/a.py": "", "scripts/b.py": ""})

    def ours(*paths: str, given: tuple[str, ...] = (), **options: Any) -> list[str]:
        files = [SourceFile.of(Path(path)) for path in given]
        all_files = ("pkg/other.py", "pkg/sub/a.py", "pkg/build/c.py", "scripts/b.py", "lib/d.py")
        first = FirstParty(files, paths, **options)
        return [path for path in all_files if first.holds(str(tmp_path / path))]

    assert ours("pkg/sub") == ["pkg/other.py", "pkg/sub/a.py"]
    assert ours("scripts") == ["scripts/b.py"]
    assert ours("scripts/b.py") == ours(".") == ours() == ["pkg/other.py", "pkg/sub/a.py", "scripts/b.py", "lib/d.py"]
    assert ours("pkg", exclude=[Patterns(str(tmp_path), ["sub/"])]) == ["pkg/other.py"]
    assert ours("pkg", defaults=False) == ["pkg/other.py", "pkg/sub/a.py", "pkg/build/c.py"]
    assert ours("pkg", given=("pkg/build/c.py", "lib/d.py")) == [*ours("pkg", defaults=False), "lib/d.py"]
