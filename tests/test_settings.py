from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import stand_in
from stand_in import REGION, write

from gblint import cli
from gblint.engine import check
from gblint.selection import Selection
from gblint.settings import Settings, UsageError, load
from gblint.target import choose


@pytest.fixture(autouse=True)
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.chdir(tmp_path)
    return stand_in.install(monkeypatch, with_facts=("2.9", "2.13"))


def test_every_key_is_read(tmp_path):
    table = """\
        [tool.gblint]
        select = ["GB01"]
        extend-select = ["GBL"]
        ignore = ["GB0105"]
        exclude = ["old/"]
        extend-exclude = ["gen/"]
        force-exclude = true
        respect-gitignore = false
        per-file-ignores = { "tests/**" = ["GB"] }
        entry = ["pkg.mod:Net.forward"]
        assume-compiled = ["*", "pkg.models.*:*Encoder"]
        follow-imports = "all"
        torch-version = "2.13"
        output-format = "full"
        [tool.gblint.dynamo-config]
        capture_scalar_outputs = true
        recompile_limit = 16
    """
    write(tmp_path, {"pyproject.toml": table})
    assert load() == Settings(
        root=tmp_path,
        source="pyproject.toml",
        select=("GB01",),
        extend_select=("GBL",),
        ignore=("GB0105",),
        exclude=("old/",),
        extend_exclude=("gen/",),
        force_exclude=True,
        respect_gitignore=False,
        per_file_ignores=(("tests/**", ("GB",)),),
        entry=("pkg.mod:Net.forward",),
        assume_compiled=("*", "pkg.models.*:*Encoder"),
        follow_imports="all",
        torch_version="2.13",
        torch_version_from="pyproject.toml",
        output_format="full",
        dynamo_config={"capture_scalar_outputs": True, "recompile_limit": 16},
    )


def test_the_nearest_file_with_a_table_counts(tmp_path):
    write(tmp_path, {"pyproject.toml": "[tool.gblint]\nselect = ['GBL']\n", "a/pyproject.toml": "[project]\n"})
    write(tmp_path, {"a/b/c.py": "", "d/pyproject.toml": "[tool.gblint]\n", "d/e/f.py": ""})
    assert load(["a/b/c.py"]).select == ("GBL",)
    assert load(["d/e"]).source == "d/pyproject.toml"
    assert load(["d/e", "a"]).source == "pyproject.toml"
    assert load(["d/e"], config="pyproject.toml").select == ("GBL",)


def test_a_file_of_another_name_may_be_the_table_itself(tmp_path):
    write(tmp_path, {"gblint.toml": "select = ['GBL']\n"})
    assert load(config="gblint.toml").select == ("GBL",)


def test_broken_files_that_never_mention_gblint_are_none_of_our_business(tmp_path):
    write(tmp_path, {"pyproject.toml": "[project\n"})
    assert load().source is None


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[tool.gblint]\nselct = []", "unknown key 'selct' in [tool.gblint]; did you mean 'select'?"),
        ("[tool.gblint]\nper_file_ignores = {}", "did you mean 'per-file-ignores'?"),
        ("[tool.gblint]\nzzz = 1", "unknown key 'zzz' in [tool.gblint]; known keys: select,"),
        ("[tool.gblint]\nselect = 'GB01'", "select in [tool.gblint] must be a list of strings, not 'GB01'"),
        ("[tool.gblint]\nignore = [1]", "ignore in [tool.gblint] must be a list of strings, not a list"),
        ("[tool.gblint]\nrespect-gitignore = 1", "must be true or false, not a number"),
        ("[tool.gblint]\ntorch-version = 2.13", 'must be a string: write "2.13"'),
        ("[tool.gblint]\noutput-format = 'xml'", "must be one of text, full, json, not 'xml'"),
        ("[tool.gblint]\nentry = ['a.b']", "an entry is MODULE:QUALNAME"),
        ("[tool.gblint]\nassume-compiled = true", "must be a list of strings, not a boolean"),
        ("[tool.gblint]\nassume-compiled = ['models']", "takes * or MODULE:QUALNAME with wildcards"),
        ("[tool.gblint]\nfollow-imports = 'some'", "must be one of none, project, all, not 'some'"),
        ("[tool.gblint]\nper-file-ignores = []", "must be a table of patterns and lists of codes, not a list"),
        ("[tool.gblint.dynamo-config]\na = []", "dynamo-config in [tool.gblint] a must be a boolean, number or string"),
        ("[tool]\ngblint = 3", "tool.gblint must be a table"),
        ("[tool.gblint", "not valid TOML"),
        (b"# gblint \xff", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_file_and_key(tmp_path, content, complaint):
    write(tmp_path, {"pyproject.toml": content})
    with pytest.raises(UsageError) as caught:
        load()
    assert str(caught.value).startswith("pyproject.toml: ")
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bad_code_or_pattern_in_the_file_is_an_error(tmp_path, capsys):
    write(tmp_path, {"pyproject.toml": "[tool.gblint]\nselect = ['E501']\n"})
    assert cli.run([]) == 2
    assert "no code begins with 'E501'" in capsys.readouterr().err


def test_the_command_line_lies_over_the_file(tmp_path):
    settings = Settings(tmp_path, select=("GB01",), ignore=("GB0124",), extend_exclude=("a",), torch_version="2.9")
    over = settings.over(select=["GBL"], ignore=["GBL004"], extend_exclude=["b"], torch_version="2.13")
    assert (over.select, over.ignore, over.extend_exclude) == (("GBL",), ("GBL004",), ("a", "b"))
    assert (over.torch_version, over.torch_version_from) == ("2.13", "<command line>")
    assert settings.over(ignore=["GBL"]).ignore == ("GB0124", "GBL")
    assumed = Settings(tmp_path, assume_compiled=("*",), follow_imports="all")
    assert assumed.over(assume_compiled=["a:*"], follow_imports="none").assume_compiled == ("a:*",)
    assert assumed.over(follow_imports="none").follow_imports == "none"
    assert assumed.over().follow_imports == "all"
    assert settings.over() == settings


def test_per_file_ignores_are_relative_to_the_settings_file(tmp_path):
    write(tmp_path, {"tests/a.py": REGION, "src/b.py": REGION, "src/c.py": REGION})

    def found(**ignores: tuple[str, ...]) -> list[str]:
        settings = Settings(tmp_path, per_file_ignores=tuple(ignores.items()))
        return [finding.path for finding in check(["."], settings).diagnostics]

    assert found(**{"tests/**": ("GB01",)}) == ["src/b.py", "src/c.py"]
    assert found(**{"c.py": ("GB0124",)}) == ["src/b.py", "tests/a.py"]
    assert found(**{"!src/**": ("GB",)}) == ["src/b.py", "src/c.py"]
    assert found(**{"src/*": ("GBL",)}) == ["src/b.py", "src/c.py", "tests/a.py"]


def test_the_tracer_is_given_entries_and_the_environment(tmp_path, calls):
    write(tmp_path, {"a.py": "x = 1\n"})
    check(["."], Settings(tmp_path, entry=("a:f",), dynamo_config={"trace_numpy": False}))
    assert (calls[0]["entries"], calls[0]["environment"]) == (("a:f",), {"trace_numpy": False})
    assert calls[0]["roots"][0] == tmp_path
    assert (calls[0]["assumed"], calls[0]["given_only"], calls[0]["installed"]) == ((), False, ())
    check(["."], Settings(tmp_path, assume_compiled=("*",), follow_imports="none"))
    assert (calls[1]["assumed"], calls[1]["given_only"]) == (("*",), True)


@pytest.mark.parametrize("given", ["2.13", "2.13.0", "2.13.1+cpu", "v2.13.0", "2.13.0a0+git1234", "2.13.0rc1"])
def test_spellings_of_a_release(tmp_path, given):
    target = choose(Settings(tmp_path, torch_version=given, torch_version_from="<command line>"), str(tmp_path))
    assert (target.release, target.facts, target.exact) == ("2.13", "2.13", True)


@pytest.mark.parametrize(
    ("files", "release", "origin"),
    [
        ({"uv.lock": '[[package]]\nname = "torch"\nversion = "2.9.1+cu126"\n'}, "2.9", "uv.lock"),
        ({"poetry.lock": '[[package]]\nname = "torch"\nversion = "2.12.0"\n'}, "2.12", "poetry.lock"),
        ({"pyproject.toml": "[project]\ndependencies = ['numpy', 'torch==2.9.0']\n"}, "2.9", "pyproject.toml"),
        ({"pyproject.toml": "[project]\ndependencies = ['torch~=2.9.0']\n"}, "2.9", "pyproject.toml"),
        ({"pyproject.toml": '[tool.poetry.dependencies]\ntorch = "2.9.0"\n'}, "2.9", "pyproject.toml"),
        ({"requirements.txt": "numpy\ntorch==2.9.0+cpu ; python_version > '3.9'\n"}, "2.9", "requirements.txt"),
        ({"requirements/train.txt": "torch==2.9\n"}, "2.9", "requirements/train.txt"),
        ({"requirements.txt": "torch==2.9\n", "uv.lock": 'name = "torch"\nversion = "2.13.0"'}, "2.13", "uv.lock"),
        ({"pyproject.toml": "[project]\ndependencies = ['torch>=2.4', 'torch-x==2.9']\n"}, "2.13", ""),
        ({"requirements.txt": "torchvision==0.2.9\ntorch>=2.9\ntorch~=2.9\n"}, "2.13", ""),
        ({}, "2.13", ""),
    ],
)
def test_the_release_that_a_project_locks_or_pins(tmp_path, files, release, origin):
    write(tmp_path, {".git/HEAD": "", "src/a.py": "", **files})
    target = choose(Settings(tmp_path), str(tmp_path / "src"))
    assert (target.release, target.origin) == (release, origin)


@pytest.mark.parametrize(("asked", "facts"), [("2.8", "2.9"), ("2.9", "2.9"), ("2.12", "2.9"), ("2.15", "2.13")])
def test_without_facts_about_a_release_the_nearest_below_is_used(tmp_path, asked, facts):
    settings = Settings(tmp_path, torch_version=asked, torch_version_from="pyproject.toml")
    assert choose(settings, str(tmp_path)).facts == facts


def test_a_release_without_facts_is_noted_once_where_something_is_compiled(tmp_path, calls):
    write(tmp_path, {"pyproject.toml": "[tool.gblint]\ntorch-version = '2.12'\n", "a.py": REGION, "b.py": REGION})
    settings = load(["."])
    notes = [finding for finding in check(["."], settings).diagnostics if finding.code == "GBL005"]
    assert [(note.path, note.severity.value) for note in notes] == [("pyproject.toml", "note")]
    assert notes[0].message == "no facts about torch 2.12 in this gblint: linted by those of torch 2.9"
    assert calls[0]["release"] == "2.9"
    over = settings.over(torch_version="2.15")
    assert [f.path for f in check(["."], over).diagnostics if f.code == "GBL005"] == ["<command line>"]
    write(tmp_path, {"a.py": "", "b.py": ""})
    assert check(["."], settings).diagnostics == []


def test_findings_in_excluded_files_that_a_region_reaches_are_left_out(tmp_path):
    selection = Selection(Settings(tmp_path, extend_exclude=("legacy/",)))
    legacy, other = str(tmp_path / "legacy" / "a.py"), str(tmp_path / "b.py")
    assert not selection.selects("GB0124", legacy, found=False)
    assert selection.selects("GB0124", legacy, found=True)  # named on the command line
    assert selection.selects("GB0124", other, found=False)
