from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import stand_in
from stand_in import REGION, write

from gblint import __version__, cli

SRC = Path(cli.__file__).parents[1]


@pytest.fixture(autouse=True)
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return stand_in.install(monkeypatch)


def python(*arguments: str, cwd: Path, **kwargs: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, **kwargs
    )


def test_text_is_one_line_a_finding_in_the_shape_of_flake8(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION})
    assert cli.run(["a.py"]) == 1
    assert capsys.readouterr().out == "a.py:5:9: GB0124 `x.item()` breaks the graph\n"


def test_without_arguments_the_working_folder_is_checked(tmp_path, capsys):
    write(tmp_path, {"pkg/a.py": REGION})
    assert cli.run([]) == 1
    assert capsys.readouterr().out.startswith("pkg/a.py:5:9: GB0124")


def test_notes_do_not_fail_a_run(tmp_path):
    write(tmp_path, {"a.py": REGION.replace("x.item()", "missing(x)")})
    assert cli.run(["check", "a.py"]) == 0


def test_a_path_named_like_a_command(tmp_path, capsys):
    write(tmp_path, {"rules": REGION, "rule/a.py": REGION})
    assert cli.run(["./rules", "./rule"]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["rule/a.py", "rules"]


def test_options_may_come_before_paths(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION})
    assert cli.run(["--ignore", "GB0124", "a.py"]) == 0
    assert capsys.readouterr().out == ""


def test_json_holds_all_the_keys_of_the_contract(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION})
    assert cli.run(["--output-format", "json", "a.py"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "a.py",
            "line": 5,
            "column": 9,
            "end_line": 5,
            "end_column": 17,
            "code": "GB0124",
            "title": "Unsupported Tensor.item() call with capture_scalar_outputs=False",
            "message": "`x.item()` breaks the graph",
            "hint": stand_in.HINT,
            "severity": "warning",
            "region": {"name": "train_step", "path": "a.py", "line": 3, "fullgraph": False},
            "trace": [
                {"path": "a.py", "line": 5, "function": "train_step"},
                {"path": "a.py", "line": 5, "function": "helper"},
            ],
            "fix": None,
        }
    ]


def test_json_of_nothing_is_an_empty_array(tmp_path, capsys):
    write(tmp_path, {"a.py": "x = 1\n"})
    assert cli.run(["--output-format", "json", "--statistics", "a.py"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_regions_lists_what_is_compiled_and_reached(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION})
    assert cli.run(["regions", "--output-format", "json", "--no-cache", "a.py"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "name": "train_step",
            "path": "a.py",
            "line": 3,
            "fullgraph": False,
            "options": {"mode": "'max-autotune'"},
            "functions": [{"path": "a.py", "line": 4, "qualname": "train_step"}],
        }
    ]
    assert cli.run(["regions", "a.py"]) == 0
    out = capsys.readouterr().out
    assert out == "a.py:3: train_step (mode='max-autotune'), 1 function\n    a.py:4: train_step\n"


def test_standard_input(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(REGION.encode())))
    assert cli.run(["-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:5:9: GB0124")


def test_standard_input_takes_the_place_of_the_file_it_is(tmp_path, capsys, monkeypatch):
    write(tmp_path, {"pkg/a.py": "x = 1\n", "pkg/b.py": REGION})
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(REGION.encode())))
    assert cli.run(["check", "-", "--stdin-filename", "pkg/a.py", "pkg"]) == 1
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["pkg/a.py", "pkg/b.py"]


def test_a_stdin_filename_without_stdin_is_an_error(capsys):
    assert cli.run(["--stdin-filename", "a.py"]) == 2
    assert "--stdin-filename goes with `-`" in capsys.readouterr().err


def test_select_and_ignore_by_code_or_prefix_the_longer_match_decides(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION + "missing(x)\n"})

    def codes(*options: str) -> list[str]:
        cli.run([*options, "a.py"])
        return [line.split()[1] for line in capsys.readouterr().out.splitlines()]

    assert codes() == ["GB0124", "GB0105"]
    assert codes("--select", "GB0105") == ["GB0105"]
    assert codes("--select", "gb012,GB0105") == ["GB0124", "GB0105"]
    assert codes("--ignore", "GB01") == []
    assert codes("--ignore", "GB01", "--extend-select", "GB0124") == ["GB0124"]
    assert codes("--select", "GB01", "--ignore", "GB0124") == ["GB0105"]
    assert codes("--select", "GBL") == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--select", "GB9999x", "."], "no code begins with 'GB9999X'"),
        (["--select", "GB124", "."], "did you mean GB0124?"),
        (["--entry", "model.Net", "."], "an entry is MODULE:QUALNAME"),
        (["--entry", "nowhere:Net", "."], "no module named nowhere"),
        (["--torch-version", "1.13", "--entry", "a:b", "."], "gblint knows torch 2.8 to 2.15, not 1.13"),
        (["--torch-version", "latest", "--entry", "a:b", "."], "'latest' is no torch release"),
        (["--torch-version", "latest", "."], "'latest' is no torch release"),
        (["--config", "none.toml", "."], "none.toml: cannot be read: no such file or directory"),
        (["--output-format", "xml", "."], "'xml' is not one of"),
        (["--bogus"], "No such option"),
        (["rule", "GB124"], "did you mean GB0124?"),
        (["rule", "pickles"], "unknown code 'pickles'"),
    ],
)
def test_usage_errors_are_one_line_and_status_2(arguments, complaint, capsys):
    assert cli.run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("gblint: error: ")
    assert complaint in captured.err
    assert captured.err.count("\n") == 1


def test_statistics_count_each_code_after_the_findings(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION + "y = x.item()\nmissing(x)\n"})
    assert cli.run(["--statistics", "a.py"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[3] == "2  GB0124  Unsupported Tensor.item() call with capture_scalar_outputs=False"
    assert lines[4].startswith("1  GB0105")
    assert lines[5:] == [
        "regions: 2, functions reached: 3, files parsed: 1",
        "calls in regions: 8: 5 gone into (62.5 %), 2 answered by facts (25.0 %), 1 unknown (12.5 %)",
        "most steps: train_step (a.py:3) 70; Net (b.py:9) 4",
        "regions cut by the budget: Net (b.py:9)",
    ]


def test_exit_zero_forgives_findings_but_not_bad_input(tmp_path):
    write(tmp_path, {"a.py": REGION})
    assert cli.run(["--exit-zero", "a.py"]) == 0
    assert cli.run(["--exit-zero", "a.py", "missing.py"]) == 2


def test_rule_prints_the_page_and_rules_all_codes(capsys):
    assert cli.run(["rule", "gb0124"]) == 0
    assert capsys.readouterr().out.startswith("GB0124: Unsupported Tensor.item()")
    assert cli.run(["rules", "--output-format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"GB0124", "GBL001"} <= {row["code"] for row in rows}
    keys = ["code", "title", "first_release", "last_release", "status", "explanation", "hint", "severity"]
    assert list(rows[0]) == keys
    assert cli.run(["rules"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(rows)


def test_version_and_help(capsys):
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"gblint {__version__}\n"
    assert cli.run(["check", "--version"]) == 0
    assert cli.run(["--help"]) == 0
    assert cli.run(["check", "-h"]) == 0


def test_an_internal_error_is_one_line_and_status_2(monkeypatch, capsys):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("gblint.engine.check", fail)
    assert cli.run(["."]) == 2
    assert capsys.readouterr().err == (
        "gblint: internal error: RuntimeError: two lines; please report it (GBLINT_DEBUG=1 prints where it arose)\n"
    )
    monkeypatch.setenv("GBLINT_DEBUG", "1")
    assert cli.run(["."]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_ends_quietly(monkeypatch, capsys):
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gblint.engine.check", interrupt)
    assert cli.run(["."]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_tree_without_regions_imports_neither_libcst_nor_the_tracer(tmp_path):
    write(tmp_path, {"a.py": "import re\nre.compile('x')\n", "b.py": "import torch\n"})
    script = (
        "import sys; from gblint.cli import run; status = run(['.'])\n"
        "heavy = {'libcst', 'gblint.tracing', 'gblint.dynamo', 'pathspec', 'tomllib'} & sys.modules.keys()\n"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    done = python("-c", script, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(tmp_path):
    script = "import os, sys; from gblint.cli import run; os.close(0); sys.exit(run(['rules']))"
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=writing, stderr=subprocess.PIPE, env=environment, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
